"""Rejecting an application: its money, its slots and its open reviews are freed."""

from models.rules.lifecycle import next_status
from server.features.messages.tell import tell_members
from server.features.recognitions.renew import refuse
from server.features.reviews.case import Case
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.passing import save_step
from server.features.verdicts.schemas import Decision
from storage.postgres.core.transaction import Tx
from storage.postgres.money.ending import end_claim
from storage.postgres.money.lock import next_in_turn


async def reject_application(tx: Tx, case: Case, given: Decision, outcome: Outcome) -> None:
    """Ends it; the firm may appeal."""
    application = case.application
    application.status = next_status("in_review", "reject") or application.status
    application.stage, application.ended_at = None, case.now
    await save_step(tx, case)
    freed = await end_claim(tx, application.id, at=case.now, actor_id=case.by.user_id)
    if freed is not None:
        outcome.placed = freed
        outcome.jobs.append(next_in_turn(freed[0]))
    await refuse(
        tx,
        application,
        case.definition,
        case.track,
        by=case.by.user_id,
        reason=given.comment or "",
        now=case.now,
    )
    outcome.jobs += await tell_members(
        tx,
        application.id,
        "application.rejected",
        key=f"rejected:{case.review.id}",
        at=case.now,
        facts={"reason": given.comment or ""},
    )
