"""What a platform files it has endorsed: the step is closed in the transaction that handed it in."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.workdays import Calendar
from models.tables.reviews import Review
from server.edge.web.auth import Identity
from server.features.reviews.case import hold_case
from server.features.verdicts.decide import carry_out, close_review
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from storage.postgres.core.transaction import Tx

_COMMENT: Final = "平台批量申报，材料由平台核对后提交"


async def endorse_filed(
    tx: Tx, application_id: UUID, *, by: Identity, now: datetime, calendar: Calendar
) -> Outcome | None:
    """Pass the endorsement; None where the path begins with another step.

    Raises NotFound where the person's grant does not reach it, ConflictOfInterest where they act for
    the firm.
    """
    query = Review.filter(application_id=application_id, stage="endorse", state="open")
    review = await query.using_db(tx.connection).first()
    if review is None:
        return None
    case = await hold_case(tx, review.id, by=by, now=now)
    decision = Decision(verdict="pass", comment=_COMMENT)
    outcome = await close_review(tx, case, decision, by_own_act=True)
    await carry_out(tx, case, decision, outcome, calendar=calendar)
    return outcome
