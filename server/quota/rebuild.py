"""Brings a pool's ranking back from the rows when Redis is empty, restored, or of another epoch."""

import logging
from collections.abc import AsyncIterator
from uuid import UUID

from tortoise import connections

from models.rules.ranking import RankedClaim
from storage.postgres.claims import pool_limits, raise_epoch, snapshot
from storage.postgres.connect import raw_connection
from storage.postgres.transaction import postgres_errors
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import RebuildStopped, rebuild_pool

_LOG = logging.getLogger(__name__)

_POOLS = """
SELECT p.id, p.epoch, p.version, p.budget_fen, p.places, p.last_award, p.last_award_min_fen
  FROM pools p JOIN editions e ON e.code = p.edition_id
 WHERE e.closed_at IS NULL OR p.locked_places > 0 OR EXISTS (
           SELECT 1 FROM claims c WHERE c.pool_id = p.id AND c.live AND c.locked_at IS NULL)
"""


async def rebuild_differing(dsn: str, *, quota: QuotaRedis) -> list[UUID]:
    """Rebuild every pool whose ranking is missing, of another epoch, or of an unfinished load.

    A ranking that only has an older budget is told the new one.

    The pools that were rebuilt. Raises StoreUnavailable when either store gives no answer.
    """
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_POOLS)
    rebuilt = []
    for row in rows:
        report = await quota.report(row["id"])
        if report.status == "settling":
            await quota.settle(row["id"])
        elif report.status != "ready" or report.epoch != row["epoch"]:
            await rebuild(dsn, row["id"], at_least=report.epoch + 1, quota=quota)
            rebuilt.append(row["id"])
        elif report.limits_version < row["version"]:
            await quota.resize(row["id"], pool_limits(row))
    return rebuilt


async def rebuild(dsn: str, pool_id: UUID, *, at_least: int, quota: QuotaRedis) -> int:
    """Rebuild one pool under a new epoch; how many claims were loaded.

    `dsn` for the connection that reads the snapshot, so that a long read takes none from the pool.
    """
    epoch, limits = await raise_epoch(pool_id, at_least)
    connection = await raw_connection(dsn)

    def claims() -> AsyncIterator[RankedClaim]:
        return snapshot(connection, pool_id, epoch)

    try:
        loaded = await rebuild_pool(quota, pool_id, epoch=epoch, limits=limits, snapshot=claims)
    except RebuildStopped as stopped:
        _LOG.warning("rebuild of pool %s stopped at epoch %s", pool_id, stopped.epoch_held)
        return 0
    finally:
        await connection.close()
    _LOG.info("pool %s rebuilt at epoch %s with %s claims", pool_id, epoch, loaded)
    return loaded
