"""Ends what still waits in closed editions, from the end of the line forward; run by the worker."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import Status, allows
from models.rules.line.ranking import RankedClaim
from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.editions.close import CLOSED
from server.features.messages.events.of_applications import NOT_FUNDED
from server.features.quota.ranking import Ranker
from storage.postgres.closed_editions import (
    PoolOfClosed,
    closing_reason,
    list_closed_pools,
    mark_settled,
)
from storage.postgres.core.audit import AuditEntry
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.money.ending import end_waiting, record_ended
from storage.postgres.money.lock import hold_pool
from storage.postgres.money.waiting import list_waiting

_LOG = logging.getLogger(__name__)
_BATCH: Final = 200
IN_FLIGHT: Final = timedelta(seconds=30)
"""How long after the closing a submission may still commit that began before it: longer than any
transaction. Nobody is ended while a later, smaller claim could still come in behind."""

Waiting = tuple[UUID, UUID]
"""Application and claim."""
_CLOSED = "SELECT closed_at IS NOT NULL FROM editions WHERE code = $1"
_HOLD = "SELECT id, status FROM applications WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"


class _Held(msgspec.Struct, frozen=True):
    id: UUID
    status: Status


async def end_unfunded(*, clock: Clock, ranker: Ranker, in_flight: timedelta = IN_FLIGHT) -> int:
    """End all who wait in closed editions; how many.

    `settled_at` of an edition is set once nobody waits in it any more.

    PostgreSQL decides who waits, under the pool's row lock. It may stop anywhere: what is left is
    found again the next time, also what came to wait after `settled_at` (a date that was
    corrected, an appeal that was upheld). Raises StoreUnavailable.
    """
    before = clock.now() - in_flight
    pools = await list_closed_pools(before)
    unfinished = {pool.id: pool.edition for pool in pools}
    ended: list[int] = []

    async def end_pool(pool: PoolOfClosed) -> None:
        reason = await closing_reason(pool.edition, CLOSED)
        while batch := await _end_last(pool, reason, clock.now()):
            ended.append(len(batch))
            for claim in batch:
                await ranker.rank(pool.id, claim)
        if batch is not None:
            del unfinished[pool.id]

    try:
        await one_by_one(pools, end_pool)
    finally:
        await mark_settled(before, at=clock.now(), unless=sorted(set(unfinished.values())))
    return sum(ended)


async def _end_last(pool: PoolOfClosed, reason: str, now: datetime) -> list[RankedClaim] | None:
    """End up to a batch of the last; empty when nobody waits, None when others were at work there.

    `reason` is what they are told.
    """
    found = await list_waiting(pool.id, most=_BATCH)
    if not found:
        return []
    async with transaction() as tx:
        endable = await _hold_endable(tx, found)
        held = await hold_pool(tx, pool.id)
        if not await tx.raw.fetchval(_CLOSED, pool.edition):
            return []  # opened again meanwhile
        waiting = await list_waiting(pool.id, most=_BATCH, tx=tx)
        # Only an unbroken end of the line: taking one out before another could let that one in.
        ended = list(takewhile(lambda one: one[0] in endable, waiting))
        if ended:
            claims = await end_waiting(tx, ended, at=now)
            await record_ended(tx, [_audit_line(pool, one, reason, now) for one in ended])
            await enqueue(tx, *(Job(NOT_FUNDED, application_id) for application_id, _ in ended))
            return [claim.ranked(held.epoch) for claim in claims]
    if not waiting:
        return []
    _LOG.warning("pool %s of %s: somebody else holds the end of its line", pool.code, pool.edition)
    return None


async def _hold_endable(tx: Tx, found: Sequence[Waiting]) -> set[UUID]:
    """Applications' rows, locked in the order of their ids; those whose status may end so."""
    ids = [application_id for application_id, _ in found]
    rows = await list_rows(_Held, _HOLD, ids, tx=tx)
    return {row.id for row in rows if allows(row.status, "close_unfunded")}


def _audit_line(pool: PoolOfClosed, ended: Waiting, reason: str, now: datetime) -> AuditEntry:
    application_id, claim_id = ended
    detail = {"edition": pool.edition, "pool": pool.code, "claim": str(claim_id)}
    return AuditEntry(
        "application", application_id, now, None, "system", "not_funded", detail, reason
    )
