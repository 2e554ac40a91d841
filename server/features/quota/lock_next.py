"""Locks passed claims whose turn has come, once money was freed before them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.tables.applications import Application
from server.clock import Clock
from server.features.quota.ranking import Ranker
from storage.errors import StoreUnavailable
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import LOST, Tx, transaction
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.money.claims import ClaimRow
from storage.postgres.money.lock import (
    LockDecision,
    decide_lock,
    first_in_turn,
    hold_applications,
    hold_line,
)

OpenNext = Callable[[Tx, Application], Awaitable[list[Job]]]
"""Opens the stage that waited for the lock; what it wants enqueued comes back."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one transaction came to; `ended`: one did not fit, so nobody behind it does."""

    locked: Sequence[LockDecision]
    ended: bool = False
    failure: Exception | None = None


async def lock_next_in_turn(
    pool_id: UUID,
    *,
    open_next: OpenNext,
    clock: Clock,
    ranker: Ranker,
    most: int = 10,
) -> int:
    """Lock in key order until one does not fit; how many were locked. Raises StoreUnavailable.

    `most` claims share a transaction, in which what stands before them is read once: few enough
    that other decisions on the pool get in between. One that fails stops those behind it only.
    """
    locked = 0
    while passed := await first_in_turn(pool_id, most=most):
        turn = await _lock_some(pool_id, passed, open_next, clock)
        for decision in turn.locked:
            claim = decision.claim.ranked(decision.epoch)
            await ranker.rank(pool_id, claim)
        locked += len(turn.locked)
        if turn.failure is not None:
            raise turn.failure
        if turn.ended:
            break
    return locked


async def _lock_some(
    pool_id: UUID, passed: Sequence[tuple[UUID, UUID]], open_next: OpenNext, clock: Clock
) -> _Turn:
    """In the order given; what was locked or ended in the meantime is left out."""
    decisions: list[LockDecision] = []
    async with transaction() as tx:
        applications = await _hold(tx, [application_id for application_id, _ in passed])
        line = await hold_line(tx, pool_id, list(applications), actor_id=None)
        for application_id, claim_id in passed:
            if not _waits(line.claims.get(claim_id)):
                continue
            try:
                async with tx.raw.transaction():
                    decision = await decide_lock(
                        tx, claim_id, at=clock.now(), actor_id=None, line=line
                    )
                    if decision.granted_fen is not None:
                        application = applications[application_id]
                        await _go_on(tx, application, decision, open_next, clock=clock)
            except (StoreUnavailable, *LOST):
                raise
            except Exception as failure:  # noqa: BLE001  # raised again once the others are kept
                return _Turn(decisions, failure=failure)
            if decision.granted_fen is None:
                return _Turn(decisions, ended=True)
            decisions.append(decision)
    return _Turn(decisions)


async def _hold(tx: Tx, application_ids: Sequence[UUID]) -> dict[UUID, Application]:
    """Their rows, locked and read before anybody has to wait for the pool."""
    await hold_applications(tx, application_ids)
    rows = await Application.filter(id__in=application_ids).using_db(tx.connection)
    return {row.id: row for row in rows}


def _waits(claim: ClaimRow | None) -> bool:
    return claim is not None and claim.locked_at is None and claim.passed_at is not None


async def _go_on(
    tx: Tx, application: Application, locked: LockDecision, open_next: OpenNext, *, clock: Clock
) -> None:
    detail = {"claim": str(locked.claim.id), "granted_fen": locked.granted_fen}
    line = AuditEntry("application", application.id, clock.now(), None, "system", "locked", detail)
    await write_audit(tx, line)
    await enqueue(tx, *await open_next(tx, application))
