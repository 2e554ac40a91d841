"""Rejects an application: its money, its slots and its open reviews are freed."""

from models.rules.lifecycle import next_status
from server.features.recognitions.renew import refuse
from server.features.reviews.case import Case
from server.features.verdicts.next_step import STEP
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from storage.postgres.applications import write_change
from storage.postgres.core.transaction import Tx
from storage.postgres.money.ending import end_claim
from storage.postgres.money.lock import next_in_turn


async def reject_application(tx: Tx, case: Case, given: Decision, outcome: Outcome) -> None:
    """Ends it; the firm may appeal."""
    application, by = case.application, case.by.user_id
    application.status = next_status("in_review", "reject") or application.status
    application.stage, application.ended_at = None, case.now
    await write_change(tx, application, STEP, at=case.now)
    freed = await end_claim(tx, application.id, at=case.now, actor_id=by)
    if freed is not None:
        outcome.placed = freed
        outcome.jobs.append(next_in_turn(freed[0]))
    about = (application, case.definition, case.track)
    await refuse(tx, *about, by=by, reason=given.comment or "", now=case.now)
