"""Decides the step `publicity` of an application by its notice: passed, or overturned."""

from datetime import datetime
from uuid import UUID

from models.rules.workdays import Calendar
from models.tables.reviews import Review
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.programmes.published import definition_of
from server.features.reviews.case import Case, hold_application
from server.features.verdicts.check_verdict import clause_problems
from server.features.verdicts.decide import carry_out, close_review
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from storage.postgres.core.transaction import Tx

_AUTHORITY = """
SELECT p.authority_id FROM notices n
  JOIN editions e ON e.code = n.edition_id JOIN programmes p ON p.code = e.programme_id
 WHERE n.id = $1
"""


async def authority_of(tx: Tx, notice_id: UUID) -> UUID:
    """The authority of the notice's programme: decisions by the notice are taken in its name."""
    found: UUID = await tx.raw.fetchval(_AUTHORITY, notice_id)
    return found


async def find_case(
    tx: Tx, application_id: UUID, *, by: Identity, acting_for: UUID, now: datetime
) -> Case | None:
    """Its open review of `publicity`, its row locked; None if it is at another step by now."""
    application = await hold_application(tx, application_id)
    if (application.status, application.stage) != ("in_review", "publicity"):
        return None
    open_now = Review.filter(application_id=application_id, stage="publicity", state="open")
    review = await open_now.using_db(tx.connection).first()
    definition = await definition_of(application.rule_version_id, using=tx.connection)
    track = definition.find_track(application.track)
    if review is None or track is None:
        return None
    return Case(application, review, definition, track, by, acting_for, now)


async def decide_by_notice(
    tx: Tx, case: Case, given: Decision, detail: dict[str, str], *, calendar: Calendar
) -> Outcome:
    """The verdict with all that follows from it; `detail` is added to the audit line.

    The caller ranks the outcome after the commit. Raises Invalid for a clause that is none.
    """
    problems = [] if given.cite is None else list(clause_problems(case, given.cite))
    if problems:
        raise Invalid(errors=problems)
    outcome = await close_review(tx, case, given, by_own_act=True)
    outcome.detail |= detail
    await carry_out(tx, case, given, outcome, calendar=calendar)
    return outcome
