"""Locks passed claims whose turn has come, once money was freed before them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from tortoise import connections

from models.tables.applications import Application
from server.clock import Clock
from server.quota.ranking import ApplyPort, RankedMarks, rank_claim
from storage.postgres.audit import AuditLine, write_audit
from storage.postgres.claims import ranked_claim
from storage.postgres.jobs import Job, enqueue
from storage.postgres.lock import LockDecision, decide_lock, first_in_turn
from storage.postgres.transaction import Tx, postgres_errors, transaction

OpenNext = Callable[[Tx, Application], Awaitable[list[Job]]]
"""Opens the stage that waited for the lock; what it wants enqueued comes back."""


async def lock_next_in_turn(
    pool_id: UUID,
    *,
    open_next: OpenNext,
    clock: Clock,
    quota: ApplyPort,
    marks: RankedMarks,
    most: int = 500,
) -> int:
    """Lock in key order until one does not fit; how many were locked. Raises StoreUnavailable.

    `most` claims are read at a time.
    """
    locked = 0
    while passed := await _passed(pool_id, most):
        for application_id, claim_id in passed:
            decision = await _lock(application_id, claim_id, open_next, clock)
            if decision is None:
                continue
            if decision.granted_fen is None:
                return locked
            locked += 1
            claim = ranked_claim(decision.claim, decision.epoch)
            await rank_claim(pool_id, claim, quota=quota, marks=marks)
    return locked


async def _passed(pool_id: UUID, most: int) -> list[tuple[UUID, UUID]]:
    with postgres_errors():
        return await first_in_turn(pool_id, connections.get("default"), most=most)


async def _lock(
    application_id: UUID, claim_id: UUID, open_next: OpenNext, clock: Clock
) -> LockDecision | None:
    """One claim in its own transaction; None if it was locked or ended in the meantime."""
    async with transaction() as tx:
        application = (
            await Application.filter(id=application_id)
            .using_db(tx.connection)
            .select_for_update(no_key=True)
            .get()
        )
        waits = await tx.raw.fetchval(
            "SELECT live AND locked_at IS NULL AND passed_at IS NOT NULL FROM claims WHERE id = $1",
            claim_id,
        )
        if not waits:
            return None
        decision = await decide_lock(tx, claim_id, at=clock.now(), actor_id=None)
        if decision.granted_fen is not None:
            detail = {"claim": str(claim_id), "granted_fen": decision.granted_fen}
            line = AuditLine(
                "application", application_id, clock.now(), None, "system", "locked", detail
            )
            await write_audit(tx, line)
            await enqueue(tx, *await open_next(tx, application))
        return decision
