"""Handing in again after a correction (补正): the place is kept, and can only move later."""

from collections.abc import Sequence

from models.rules.line.order_key import OrderKey, whole_seconds
from models.rules.reasons import Reason, Text
from models.rules.terms.track import Stage
from models.tables.ids import new_id
from server.clock import SHANGHAI
from server.features.applications.admission import Admitted, HandIn
from server.features.applications.asked import Asked
from server.features.applications.count_clients import count_clients
from server.features.applications.duplicates import refuse_duplicate
from server.features.applications.first_submission import Placed, Written
from server.features.applications.receipt import new_receipt
from server.features.applications.refusals import Incomplete, PapersChanged
from server.features.messages.events.of_filings import TO_CONFIRM
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.money.claims import ClaimRow, touch_claim
from storage.postgres.money.lock import hold_claim, next_in_turn
from storage.postgres.money.slots import exchange_slots
from storage.postgres.resubmission import Resubmission, write_resubmission
from storage.postgres.submission import has_same_papers

FROZEN = Reason(
    "fee_fen",
    "amount_locked",
    Text(
        "服务费金额使补贴超过了已锁定的额度，请改回不高于原来的金额，或联系审核人员",
        "The money is locked and the award cannot rise; give no more than before",
    ),
)


async def resubmit(tx: Tx, hand_in: HandIn, admitted: Admitted, asked: Asked) -> Written:
    """Write the corrected application and open its review again at the stage that returned it.

    The edition's own window does not bind a correction. Raises AlreadyCounted for a
    client that counts elsewhere by now, AlreadyApplied where it is about another
    grade, tier or object now that the firm has used.
    """
    application_id = hand_in.row.id
    if not await has_same_papers(tx, application_id, [paper.id for paper in hand_in.papers]):
        raise PapersChanged()
    await _exchange_slots(tx, hand_in, admitted)
    await count_clients(tx, hand_in.definition, hand_in.track, application_id, at=hand_in.now)
    placed, key = await _move_claim(tx, hand_in, admitted)
    await write_resubmission(tx, _resubmission(admitted, placed, key, asked))
    detail = {
        "award_fen": admitted.shown_fen,
        "items": sorted(asked.changed),
        "answered": sorted(asked.answered),
    }
    line = AuditEntry(
        "application",
        application_id,
        hand_in.now,
        hand_in.user_id,
        hand_in.role,
        "resubmitted",
        detail,
    )
    await write_audit(tx, line)
    if hand_in.role == Role.PLATFORM:
        await _ask_anew(tx, hand_in)
    await enqueue(tx, Job("application.submitted", application_id))
    return Written(hand_in.definition, placed)


async def _ask_anew(tx: Tx, hand_in: HandIn) -> None:
    """What the firm has read of it, and was about to confirm, is not what stands there now."""
    row = hand_in.row
    facts: dict[str, Fact] = {"corrected_on": hand_in.now.astimezone(SHANGHAI).date()}
    if row.confirm_by is not None:
        facts["due_on"] = row.confirm_by
    if row.platform_name is not None:
        facts["platform"] = row.platform_name
    key = f"to_confirm:{row.id}:{row.version}:corrected"
    jobs = await tell_members(tx, row.id, TO_CONFIRM, key=key, at=hand_in.now, facts=facts)
    await enqueue(tx, *jobs)


async def _exchange_slots(tx: Tx, hand_in: HandIn, admitted: Admitted) -> None:
    """Its slots are those of what it says now; most rules do not look at that."""
    if not any(rule.per or rule.kind == "once_per_tier" for rule in hand_in.track.exclusions):
        return
    uscc, application_id = hand_in.row.uscc, hand_in.row.id
    if not await exchange_slots(tx, uscc, application_id, admitted.exclusions, at=hand_in.now):
        await refuse_duplicate(
            tx, hand_in.definition, admitted.judged, uscc=uscc, applicant=application_id
        )


async def _move_claim(
    tx: Tx, hand_in: HandIn, admitted: Admitted
) -> tuple[Placed | None, OrderKey]:
    """The claim with its new amount; a firm's own correction never moves its key earlier."""
    held = await hold_claim(tx, hand_in.row.id, actor_id=hand_in.user_id)
    if held is None:
        return None, OrderKey(0, 0, hand_in.row.sequence)
    pool, claim = held
    later, earlier = _later_key(hand_in, claim)
    changes = _amounts(claim, admitted.award_fen)
    moved = await touch_claim(tx, claim.id, changes, at=hand_in.now, later=later, earlier=earlier)
    # Less money or a later key may bring the turn of one that passed while waiting.
    await enqueue(tx, next_in_turn(pool.id))
    return Placed(pool.id, moved.ranked(pool.epoch)), moved.key


def _later_key(hand_in: HandIn, claim: ClaimRow) -> tuple[int, int]:
    """Whole seconds since 1970; (0, 0) throughout in a pool that is ordered by arrival."""
    kept = (claim.later, claim.earlier)
    if kept == (0, 0):
        return kept
    instants = sorted(whole_seconds(moment) for moment in hand_in.moments.values())
    return max(kept, (instants[-1], instants[0]))


def _amounts(claim: ClaimRow, award_fen: int) -> dict[str, int]:
    """The new amount; what is locked can shrink with it, and never grows. Raises Incomplete."""
    if claim.locked_at is None:
        return {"amount_fen": award_fen}
    if award_fen > claim.amount_fen:
        raise Incomplete(errors=[FROZEN])
    # A partial last award was granted less than its amount: it stays as it was frozen.
    return {"amount_fen": award_fen, "granted_fen": min(award_fen, claim.granted_fen or 0)}


def _resubmission(
    admitted: Admitted, placed: Placed | None, key: OrderKey, asked: Asked
) -> Resubmission:
    hand_in = asked.hand_in
    notice = _shown_again(hand_in, asked.changed)
    claim_id = None if placed is None else placed.claim.claim_id
    return Resubmission(
        application_id=hand_in.row.id,
        at=hand_in.now,
        award_fen=admitted.award_fen,
        shown_fen=admitted.shown_fen,
        split=admitted.split,
        receipt=new_receipt(hand_in, claim_id, key, admitted.award_fen),
        review_id=new_id(),
        history=admitted.kept,
        notice_stage=notice.kind if notice else None,
        notice_role=notice.role if notice else None,
        after=asked.after,
        replaced=asked.replaced,
    )


def _shown_again(hand_in: HandIn, items: Sequence[str]) -> Stage | None:
    """The public notice, where what it showed was corrected after it; papers alone are not shown."""
    stages = hand_in.track.stages
    kinds = [stage.kind for stage in stages]
    papers = {material.kind for material in hand_in.track.materials}
    if "publicity" not in kinds or papers.issuperset(items):
        return None
    notice = stages[kinds.index("publicity")]
    after = [stage.kind for stage in stages[kinds.index("publicity") + 1 :]]
    return notice if hand_in.row.stage in after else None
