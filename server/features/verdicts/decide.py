"""Deciding a review: one transaction for the verdict, the lock, the next step and the messages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import msgspec

from models.rules.workdays import Calendar
from models.tables.evidence import Evidence
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.auth import Identity
from server.features.quota.ranking import ApplyPort, RankedMarks
from server.features.reviews.case import Case, hold_case, holder, require_free, require_open
from server.features.reviews.take import note_taken
from server.features.verdicts.after_correction import after_correction
from server.features.verdicts.check_verdict import check_verdict
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.passing import begin_pass, end_pass, tell_approved
from server.features.verdicts.rejecting import reject_application
from server.features.verdicts.returning import return_application
from server.features.verdicts.schemas import Decision
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue

_EVENTS: Final[Mapping[str, str]] = MappingProxyType(
    {"pass": "passed", "return": "returned", "reject": "rejected"}
)


async def decide_review(
    review_id: UUID,
    given: Decision,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    quota: ApplyPort,
    marks: RankedMarks,
    signer: Signer,
    repeat_as: UUID | None = None,
) -> None:
    """Of two who decide at once one wins; the other is told.

    `repeat_as` names what a repeated request shows, if it is not the review. Run it in a task that
    the application owns. Raises NotFound, ConflictOfInterest, DecidedElsewhere, Invalid,
    AlreadyDecided, Taken, Ineligible (by a corrected value), Exhausted (a decided amount).
    """
    async with transaction() as tx:
        case = await hold_case(tx, review_id, by=by, now=clock.now())
        check_verdict(case, given)
        tx.created(repeat_as or review_id, status=200)
        outcome = await decide_case(tx, case, given, calendar=calendar)
        messages = await after_correction(
            tx,
            case.application.id,
            outcome.detail.get("verified", {}),
            reason=given.comment,
            signer=signer,
            now=case.now,
        )
        await enqueue(tx, *messages)
    await outcome.rank(quota=quota, marks=marks)


async def decide_case(tx: Tx, case: Case, given: Decision, *, calendar: Calendar) -> Outcome:
    """The part inside the transaction; the verdict has been checked."""
    outcome = await close_review(tx, case, given)
    await carry_out(tx, case, given, outcome, calendar=calendar)
    return outcome


async def close_review(tx: Tx, case: Case, given: Decision, *, by_own_act: bool = False) -> Outcome:
    """The part that needs no pool, unless it corrects: what was decided on, and the step of a pass.

    `by_own_act`: decided by an act of its own, such as a notice that ends, so nobody takes it.
    Raises AlreadyDecided, Taken, before anything is written; Invalid, Ineligible (by a corrected
    value).
    """
    require_open(case)
    if not by_own_act:
        require_free(case)
        if holder(case.review, case.now) is None:
            await note_taken(tx, case)
    await _close(tx, case, given)
    outcome = Outcome()
    if given.verdict == "pass":
        await begin_pass(tx, case, given, outcome)
    return outcome


async def carry_out(
    tx: Tx, case: Case, given: Decision, outcome: Outcome, *, calendar: Calendar
) -> None:
    """What follows from a closed review: the lock, the next review, the audit line, the messages.

    `outcome.line` serves passes that correct nothing: corrections would move what it has read.
    Raises Exhausted (a decided amount).
    """
    if given.verdict == "pass":
        await end_pass(tx, case, outcome)
    elif given.verdict == "return":
        await return_application(tx, case, given, outcome, calendar=calendar)
    else:
        await reject_application(tx, case, given, outcome)
    await _record(tx, case, given, outcome)
    await tell_approved(tx, case, outcome)
    await enqueue(tx, *outcome.jobs)


async def _close(tx: Tx, case: Case, given: Decision) -> None:
    """The verdict with what it was decided on: the version, and the hash of every paper."""
    review = case.review
    papers = Evidence.filter(application_id=case.application.id, deleted_at=None)
    hashes = await papers.using_db(tx.connection).order_by("id").values("kind", "sha256")
    review.state, review.verdict = "done", given.verdict
    review.comment = given.comment  # type: ignore[assignment]  # a nullable column
    review.checklist = _plain(given.checklist)
    review.verified = _plain(given.verified)
    review.award_fen = given.award_fen
    review.decided_by_id, review.decided_for_id = case.by.user_id, case.acting_for
    review.decided_at = case.now
    review.application_version, review.evidence_hashes = case.application.version, hashes
    await review.save(using_db=tx.connection)


async def _record(tx: Tx, case: Case, given: Decision, outcome: Outcome) -> None:
    detail = {"review": str(case.review.id), "version": case.review.application_version}
    line = AuditLine(
        "application",
        case.application.id,
        case.now,
        case.by.user_id,
        case.acting_as or case.review.role,
        f"{case.stage}.{_EVENTS[given.verdict]}",
        detail | outcome.detail,
        given.comment or None,
    )
    await write_audit(tx, line)


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)
