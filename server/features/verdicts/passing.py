"""A pass: the money is locked where the path says so, and the application goes one step on."""

from typing import Any, cast

from models.rules.lifecycle import StageKind, needs_lock, next_stage, next_status, passing_stage
from models.rules.reasons import Text
from server.features.messages.tell import tell_members
from server.features.recognitions.enter import enter_list
from server.features.recognitions.renew import renew
from server.features.reviews.case import Case
from server.features.verdicts.become_payable import settle_approved
from server.features.verdicts.claim_on_approval import claim_on_approval
from server.features.verdicts.decided_award import enter_award
from server.features.verdicts.open_review import open_review
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from server.features.verdicts.take_place import take_place
from server.features.verdicts.verified import apply_verified
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import hold_live_claim
from storage.postgres.money.lock import decide_lock, next_in_turn

_PAYMENT = Text(
    "接下来安排拨付,钱到账后会再通知您;您不用做任何事。",
    "Payment comes next, and we will tell you; you need not do anything.",
)
_NOTHING_DUE = Text(
    "按规定计算,本次没有可拨付的金额(上限已用完、各档已领取,或已由其他资金补助),"
    "到此办结;计算过程见“审核结论”。",
    "By the rules no money is due this time: its cap is used up, each tier was paid, or other money"
    " covers it. It ends here; see “Decision” for the working.",
)


async def begin_pass(tx: Tx, case: Case, given: Decision, outcome: Outcome) -> None:
    """Corrections first, and the step itself: what comes before the lock (quota.md, Locking).

    Takes the pool only where something is corrected. Raises Invalid, Ineligible (a corrected value).
    """
    if given.verified is not None:
        await apply_verified(tx, case, given.verified, outcome)
    if given.award_fen is not None:
        await enter_award(tx, case, given.award_fen, outcome)
    await _step(tx, case, next_stage(case.track.stages, case.stage))


async def end_pass(tx: Tx, case: Case, outcome: Outcome) -> None:
    """The lock, where the path says so, and the next review.

    Raises Exhausted (a decided amount, a place of its grade).
    """
    if case.track.selection != "first_come":
        if case.stage == "approve":
            await claim_on_approval(tx, case, outcome)
    elif case.stage == passing_stage(case.track.stages):
        await _lock(tx, case, outcome)
    if case.stage == "approve":
        await take_place(tx, case)
    following = next_stage(case.track.stages, case.stage)
    if case.application.status == "in_review" and following is not None:
        await _open_next(tx, case, following, outcome)


async def tell_approved(tx: Tx, case: Case, outcome: Outcome) -> None:
    """After the audit line of the approval itself, so that the timeline reads in order."""
    if case.application.status != "approved":
        return
    await settle_approved(tx, case.application, case.definition, now=case.now)
    about = (case.application, case.definition, case.track)
    outcome.jobs += await enter_list(tx, *about, now=case.now)
    outcome.jobs += await renew(tx, *about, now=case.now)
    if case.track.award.kind == "none" and (case.track.recognition or case.track.renewal):
        return
    outcome.jobs += await tell_members(
        tx,
        case.application.id,
        "application.approved",
        key=f"approved:{case.review.id}",
        at=case.now,
        facts={"amount_fen": case.application.award_fen or 0, **_what_comes_next(case)},
    )


def _what_comes_next(case: Case) -> dict[str, str]:
    words = _PAYMENT if case.application.award_fen else _NOTHING_DUE
    return {"explanation": words.zh, "explanation_en": words.en}


async def _lock(tx: Tx, case: Case, outcome: Outcome) -> None:
    # Its row is locked by `decide_lock`, after the pool's.
    claim_id = outcome.line and outcome.line.find_claim(case.application.id)
    claim_id = claim_id or await tx.raw.fetchval(
        "SELECT id FROM claims WHERE application_id = $1 AND live", case.application.id
    )
    if claim_id is None:
        return
    decision = await decide_lock(
        tx, claim_id, at=case.now, actor_id=case.by.user_id, line=outcome.line
    )
    outcome.touched(decision.claim, decision.epoch)
    outcome.detail |= {
        "locked": decision.granted_fen is not None,
        "granted_fen": decision.granted_fen,
    }
    if decision.granted_fen is not None and decision.granted_fen < decision.claim.amount_fen:
        outcome.jobs.append(next_in_turn(decision.claim.pool_id))


async def _step(tx: Tx, case: Case, following: StageKind | None) -> None:
    """One step on; after the last, or with the approval itself, it is approved."""
    application = case.application
    if case.stage == "approve" or following is None:
        status = next_status(cast(Any, application.status), "approve")
        application.status = status or application.status
    # Without a fen to pay there is no step of payment, on which it would stand for ever.
    nothing_due = following == "payout" and application.award_fen == 0
    application.stage = None if nothing_due else following
    await save_step(tx, case)


async def _open_next(tx: Tx, case: Case, following: StageKind, outcome: Outcome) -> None:
    """The next review opens now, or when the claim that it needs is locked."""
    application = case.application
    if needs_lock(case.track.stages, following) and not outcome.locked:
        claim = await hold_live_claim(tx, application.id)
        if claim is not None and claim.locked_at is None:
            return
    await open_review(tx, application.id, case.track, following, at=case.now)


async def save_step(tx: Tx, case: Case) -> None:
    """Status and stage with the next version."""
    application = case.application
    application.updated_at = case.now
    application.version += 1
    fields = ["status", "stage", "ended_at", "updated_at", "version"]
    await application.save(using_db=tx.connection, update_fields=fields)
