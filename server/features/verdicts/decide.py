"""Decides a review: one transaction for the verdict, the lock, the next step and the messages."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, assert_never
from uuid import UUID

import msgspec

from models.rules.reasons import Reason
from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.receipts import Signer
from server.edge.web.auth import Identity
from server.features.quota.ranking import Ranker
from server.features.reviews.case import Case, hold_case, require_free, require_open
from server.features.reviews.take import note_taken
from server.features.verdicts.after_correction import after_correction
from server.features.verdicts.check_verdict import VerdictAsRead, check_verdict, verdict_problems
from server.features.verdicts.clauses import clause_of
from server.features.verdicts.decided_award import enter_award
from server.features.verdicts.finish_approval import finish_approval
from server.features.verdicts.lock_money import lock_money
from server.features.verdicts.next_step import move_on, open_next_review
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.rejecting import reject_application
from server.features.verdicts.returning import return_application
from server.features.verdicts.schemas import Decision
from server.features.verdicts.take_place import take_place
from server.features.verdicts.tell_applicant import tell_applicant
from server.features.verdicts.verified import apply_verified
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.reviews import write_verdict

_EVENTS: Final[Mapping[str, str]] = MappingProxyType(
    {"pass": "passed", "return": "returned", "reject": "rejected"}
)


_PAPERS: Final = """
SELECT v.kind, v.sha256, EXISTS (SELECT 1 FROM evidence_views w
                                  WHERE w.evidence_id = v.id AND w.user_id = $2) AS opened
  FROM evidence v WHERE v.application_id = $1 AND v.deleted_at IS NULL ORDER BY v.id
"""


class _Paper(msgspec.Struct, frozen=True):
    """A paper as it lay there; `opened`: by who decides."""

    kind: str
    sha256: str
    opened: bool


async def decide_review(
    review_id: UUID,
    given: Decision,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    ranker: Ranker,
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
        outcome = await close_review(tx, case, given)
        await carry_out(tx, case, given, outcome, calendar=calendar)
        corrected = await after_correction(
            tx,
            case.application.id,
            outcome.detail.get("verified", {}),
            reason=given.comment,
            signer=signer,
            now=case.now,
        )
        await enqueue(tx, *corrected)
    await outcome.rank(ranker=ranker)


async def decision_problems(
    review_id: UUID, read: VerdictAsRead, *, by: Identity, clock: Clock
) -> Sequence[Reason]:
    """What the rules say of the fields that were understood. Raises NotFound, ConflictOfInterest."""
    async with transaction() as tx:
        return verdict_problems(await hold_case(tx, review_id, by=by, now=clock.now()), read)


async def close_review(tx: Tx, case: Case, given: Decision, *, by_own_act: bool = False) -> Outcome:
    """The first half: close the review, correct, move on. It needs the pool only to correct.

    `by_own_act`: decided by an act of its own, such as a notice that ends, so nobody takes it.
    Raises AlreadyDecided, Taken, before anything is written; Invalid, Ineligible (by a corrected
    value).
    """
    require_open(case)
    if not by_own_act:
        require_free(case)
        await note_taken(tx, case)
    await _write_verdict(tx, case, given)
    outcome = Outcome()
    if given.verdict == "pass":
        # Corrections come before the pool's line is read for the lock (quota.md, Locking).
        if given.verified is not None:
            await apply_verified(tx, case, given.verified, outcome)
        if given.award_fen is not None:
            await enter_award(tx, case, given.award_fen, outcome)
        await move_on(tx, case)
    return outcome


async def carry_out(
    tx: Tx, case: Case, given: Decision, outcome: Outcome, *, calendar: Calendar
) -> None:
    """The second half: lock, open the next step, audit, finish an approval, tell.

    `outcome.line` serves passes that correct nothing: corrections would move what it has read.
    Raises Exhausted (a decided amount, a place of its grade).
    """
    if given.verdict == "pass":
        await lock_money(tx, case, outcome)
        if case.stage == "approve":
            await take_place(tx, case)
        await open_next_review(tx, case, outcome)
    elif given.verdict == "return":
        await return_application(tx, case, given, outcome, calendar=calendar)
    elif given.verdict == "reject":
        await reject_application(tx, case, given, outcome)
    else:
        assert_never(given.verdict)
    await write_audit(tx, _audit_line(case, given, outcome))
    if case.application.status == "approved":
        await finish_approval(tx, case, outcome)
    await tell_applicant(tx, case, given, outcome)
    await enqueue(tx, *outcome.jobs)


async def _write_verdict(tx: Tx, case: Case, given: Decision) -> None:
    """The verdict with what it was decided on: the version, every paper's hash, and if it was seen."""
    papers = await list_rows(_Paper, _PAPERS, case.application.id, case.by.user_id, tx=tx)
    values = {
        "verdict": given.verdict,
        "comment": given.comment,
        "cite": clause_of(case, given),
        "checklist": msgspec.to_builtins(given.checklist),
        "verified": msgspec.to_builtins(given.verified),
        "award_fen": given.award_fen,
        "decided_by_id": case.by.user_id,
        "decided_for_id": case.acting_for,
        "decided_at": case.now,
        "application_version": case.application.version,
        "evidence_hashes": msgspec.to_builtins(papers),
        "bulk": case.in_bulk,
    }
    await write_verdict(tx, case.review, values)


def _audit_line(case: Case, given: Decision, outcome: Outcome) -> AuditEntry:
    detail = {"review": str(case.review.id), "version": case.review.application_version}
    if case.in_bulk:
        detail["bulk"] = True
    return AuditEntry(
        "application",
        case.application.id,
        case.now,
        case.by.user_id,
        case.acting_as or case.review.role,
        f"{case.stage}.{_EVENTS[given.verdict]}",
        detail | outcome.detail,
        given.comment or None,
    )
