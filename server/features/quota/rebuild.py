"""Rebuilds a ranking from the rows when it is lost, an older copy, or another database's."""

import logging
from collections.abc import AsyncIterator, Collection
from uuid import UUID

from models.rules.line.ranking import RankedClaim, RankingReport
from server.edge.jobs.one_by_one import one_by_one
from server.features.quota.differ import find_difference
from server.features.quota.pools_to_rank import RankedPool, list_ranked_pools
from server.features.quota.rebalance import rebalance
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.money.claims import raise_epoch, snapshot
from storage.postgres.ranking.differences import count_difference
from storage.postgres.ranking.rebuilding import PATIENCE_SECONDS, announce_rebuild, is_being_rebuilt
from storage.redis.inspect import inspect_pool
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import RebuildStopped, rebuild_pool

_LOG = logging.getLogger(__name__)
_MOST_STEPS = 1_000
"""Of a large move in one round, so that one pool does not hold up the rest."""


async def rebuild_differing(
    dsn: str,
    *,
    quota: QuotaRedis,
    pools: Collection[UUID] | None = None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> list[UUID]:
    """Rebuild every pool whose ranking is proven not to be the database's; which were rebuilt.

    A ranking that only has older limits is told the new ones, one that is settling is rebalanced.
    One that another process is rebuilding is left to it while that one makes progress.

    `pools`: of these only, None: of all. Raises StoreUnavailable when either store gives no
    answer; a pool for which Redis is silent holds up no other.
    """
    rebuilt: list[UUID] = []

    async def rebuild_pool_if_differing(pool: RankedPool) -> None:
        if await _rebuild_if_differing(dsn, pool, quota, patience_seconds):
            rebuilt.append(pool.id)

    await one_by_one(await list_ranked_pools(among=pools), rebuild_pool_if_differing)
    return rebuilt


async def _rebuild_if_differing(
    dsn: str, pool: RankedPool, quota: QuotaRedis, patience_seconds: float
) -> bool:
    report = await quota.report(pool.id)
    kind = await find_difference(pool, report, quota=quota)
    if kind is None:
        await _carry_on(pool, report, quota)
        return False
    if await is_being_rebuilt(pool.id, patience_seconds):
        return False
    # A pool that was never built differs from nothing; whoever demands a rebuild has counted why.
    if pool.ranked_run_id is not None:
        # A restart of Redis is no damage: what it kept is replaced, as after every start.
        level = logging.INFO if kind == "run_id" else logging.WARNING
        _LOG.log(level, "the ranking of pool %s differs: %s", pool.id, kind)
        await count_difference(pool.id, kind)
    await rebuild(dsn, pool.id, at_least=report.epoch + 1, quota=quota)
    return True


async def _carry_on(pool: RankedPool, report: RankingReport, quota: QuotaRedis) -> None:
    status = report.status
    if status == "ready" and report.limits_version < pool.limits.version:
        status = await quota.resize(pool.id, pool.limits)
    await rebalance(pool.id, status, quota=quota, most_steps=_MOST_STEPS)


async def rebuild(dsn: str, pool_id: UUID, *, at_least: int, quota: QuotaRedis) -> int | None:
    """Rebuild one pool under a new epoch; how many claims were loaded, None if it was overtaken.

    Overtaken: another rebuilder began a newer generation, or Redis lost this one half-way.

    `dsn` for the connection that reads the snapshot, so that a long read takes none from the pool.
    The server's run id is noted before the load begins, so that a failover meanwhile is noticed.
    """
    with postgres_errors():
        connection = await raw_connection(dsn)
    try:
        with postgres_errors():
            await announce_rebuild(connection, pool_id)
            inspection = await inspect_pool(quota, pool_id)
            epoch, limits = await raise_epoch(pool_id, at_least, inspection.run_id)

            def claims() -> AsyncIterator[RankedClaim]:
                return snapshot(connection, pool_id, epoch)

            loaded = await rebuild_pool(quota, pool_id, epoch=epoch, limits=limits, snapshot=claims)
    except RebuildStopped as stopped:
        _LOG.warning("rebuild of pool %s stopped at epoch %s", pool_id, stopped.epoch_held)
        return None
    finally:
        await connection.close()
    _LOG.info("pool %s rebuilt at epoch %s with %s claims", pool_id, epoch, loaded)
    return loaded
