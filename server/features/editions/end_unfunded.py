"""Ends what still waits in closed editions, from the end of the line forward; run by the worker."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, Final
from uuid import UUID

from tortoise import connections

from models.rules.lifecycle import allows
from models.rules.line.ranking import RankedClaim
from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.editions.close import CLOSED
from server.features.messages.events.of_applications import NOT_FUNDED
from server.features.quota.ranking import ApplyPort, RankedMarks, rank_claim
from storage.postgres.closed_editions import closing_reason, list_closed_pools, mark_settled
from storage.postgres.core.audit import AuditLine
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.money.ending import end_unfunded, record_ended
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


@dataclass(frozen=True, slots=True)
class ClosedPool:
    """A pool of a closed edition, with the words that those who waited are told."""

    id: UUID
    code: str
    edition: str
    reason: str


async def settle_closed(
    *, clock: Clock, quota: ApplyPort, marks: RankedMarks, in_flight: timedelta = IN_FLIGHT
) -> int:
    """How many ended; the editions in which nobody waits any more are noted as settled.

    PostgreSQL decides who waits, under the pool's row lock. It may stop anywhere: what is left is
    found again the next time, also what came to wait after an edition was settled (a date that was
    corrected, an appeal that was upheld). Raises StoreUnavailable.
    """
    before = clock.now() - in_flight
    pools = await list_closed_pools(before)
    unfinished = {row["id"]: row["edition"] for row in pools}
    ended: list[int] = []

    async def settle(row: Any) -> None:
        reason = await closing_reason(row["edition"], CLOSED)
        pool = ClosedPool(row["id"], row["pool"], row["edition"], reason)
        while batch := await _end_last(pool, clock.now()):
            ended.append(len(batch))
            for claim in batch:
                await rank_claim(pool.id, claim, quota=quota, marks=marks)
        if batch is not None:
            del unfinished[pool.id]

    try:
        await one_by_one(pools, settle)
    finally:
        await mark_settled(before, at=clock.now(), unless=sorted(set(unfinished.values())))
    return sum(ended)


async def _end_last(pool: ClosedPool, now: datetime) -> list[RankedClaim] | None:
    """End up to a batch of the last; empty when nobody waits, None when others were at work there."""
    with postgres_errors():
        found = await list_waiting(connections.get("default"), pool.id, most=_BATCH)
    if not found:
        return []
    async with transaction() as tx:
        endable = await _hold_endable(tx, found)
        held = await hold_pool(tx, pool.id)
        if not await tx.raw.fetchval(_CLOSED, pool.edition):
            return []  # opened again meanwhile
        waiting = await list_waiting(tx.connection, pool.id, most=_BATCH)
        # Only an unbroken end of the line: taking one out before another could let that one in.
        ended = list(takewhile(lambda one: one[0] in endable, waiting))
        if ended:
            claims = await end_unfunded(tx, ended, at=now)
            await record_ended(tx, [_audit_line(pool, one, now) for one in ended])
            await enqueue(tx, *(Job(NOT_FUNDED, application_id) for application_id, _ in ended))
            return [claim.ranked(held.epoch) for claim in claims]
    if not waiting:
        return []
    _LOG.warning("pool %s of %s: somebody else holds the end of its line", pool.code, pool.edition)
    return None


async def _hold_endable(tx: Tx, found: Sequence[Waiting]) -> set[UUID]:
    """Applications' rows, locked in the order of their ids; those whose status may end so."""
    ids = [application_id for application_id, _ in found]
    rows: list[Any] = await tx.raw.fetch(_HOLD, ids)
    return {row["id"] for row in rows if allows(row["status"], "close_unfunded")}


def _audit_line(pool: ClosedPool, ended: Waiting, now: datetime) -> AuditLine:
    application_id, claim_id = ended
    detail = {"edition": pool.edition, "pool": pool.code, "claim": str(claim_id)}
    return AuditLine(
        "application", application_id, now, None, "system", "not_funded", detail, pool.reason
    )
