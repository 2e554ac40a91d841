"""Handing in again after a correction (补正): the place is kept, and can only move later."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from models.rules.line.order_key import OrderKey, whole_seconds
from models.rules.line.ranking import RankedClaim
from models.rules.reasons import Reason, Text
from models.rules.terms.track import Stage
from models.tables.ids import new_id
from models.tables.reviews import Correction
from server.clock import SHANGHAI
from server.features.applications.admission import Admitted, HandIn
from server.features.applications.count_clients import count_clients
from server.features.applications.duplicates import refuse_taken
from server.features.applications.receipt import receipt_payload
from server.features.applications.refusals import Incomplete, PapersChanged, WindowClosed
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job, enqueue
from storage.postgres.money.award_lines import set_award
from storage.postgres.money.claims import ClaimRow, touch_claim
from storage.postgres.money.lock import hold_claim, next_in_turn
from storage.postgres.money.slots import exchange_slots
from storage.postgres.submission import has_same_papers

_LATE = Text("补正期限已过", "The day for the correction has passed")
_FROZEN = Text("额度已锁定,金额不能增加", "The money is locked; the amount cannot rise")
_WRITE = f"""
WITH application AS (
    UPDATE applications SET status = 'in_review', award_fen = $12, government_fen = $3,
           platform_fen = $4, enterprise_fen = $5, updated_at = $6, version = version + 1,
           history = $11::text::jsonb, stage = coalesce($13::text, stage)
     WHERE id = $1
), award AS (
    {set_award("$1", "$2")}
), corrections AS (
    UPDATE corrections SET resolved_at = $6 WHERE application_id = $1 AND resolved_at IS NULL
), receipt AS (
    INSERT INTO receipts (id, application_id, kid, token, issued_at)
    VALUES ($7, $1, $8, $9, $6)
), notice AS (
    UPDATE reviews SET invalidated_at = $6
     WHERE application_id = $1 AND stage = $13::text AND state = 'done'
       AND invalidated_at IS NULL
)
INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at, out_of_order)
SELECT $10, $1, coalesce($13::text, r.stage), coalesce($14::text, r.role),
       1 + (SELECT max(o.round) FROM reviews o
             WHERE o.application_id = $1 AND o.stage = coalesce($13::text, r.stage)),
       'open', $6, false
  FROM reviews r WHERE r.application_id = $1 AND r.verdict = 'return'
 ORDER BY r.decided_at DESC LIMIT 1
"""


async def resubmit(tx: Tx, it: HandIn, admitted: Admitted) -> tuple[UUID, RankedClaim] | None:
    """Write the corrected application and open its review again at the stage that returned it.

    Raises WindowClosed after the due day; the edition's own window does not bind a correction.
    AlreadyCounted for a client that counts elsewhere by now.
    AlreadyApplied where it is about another grade, tier or object now that the firm has used.
    """
    corrections = await Correction.filter(application_id=it.row["id"], resolved_at=None).using_db(
        tx.connection
    )
    today = it.now.astimezone(SHANGHAI).date()
    late = [item for item in corrections if item.due_on is not None and item.due_on < today]
    if late:
        raise WindowClosed(errors=[Reason(item.item, "too_late", _LATE) for item in late])
    if not await has_same_papers(tx, it.row["id"], [paper.id for paper in it.papers]):
        raise PapersChanged()
    await _exchange_slots(tx, it, admitted)
    await count_clients(tx, it.definition, it.track, it.row["id"], at=it.now)
    ranked, key = await _move_claim(tx, it, admitted)
    shown = _shown_again(it, [item.item for item in corrections])
    await _write(tx, it, admitted, ranked[1].claim_id if ranked else None, key, shown=shown)
    await write_audit(
        tx,
        AuditLine(
            "application",
            it.row["id"],
            it.now,
            it.user_id,
            "enterprise",
            "resubmitted",
            {"award_fen": admitted.shown_fen, "items": sorted(item.item for item in corrections)},
        ),
    )
    await enqueue(tx, Job("application.submitted", it.row["id"]))
    return ranked


def _shown_again(it: HandIn, items: Sequence[str]) -> Stage | None:
    """The public notice, where what it showed was corrected after it; papers alone are not shown."""
    stages = it.track.stages
    kinds = [stage.kind for stage in stages]
    papers = {material.kind for material in it.track.materials}
    if "publicity" not in kinds or papers.issuperset(items):
        return None
    notice = stages[kinds.index("publicity")]
    return notice if kinds.index(it.row["stage"]) > kinds.index("publicity") else None


async def _exchange_slots(tx: Tx, it: HandIn, admitted: Admitted) -> None:
    """Its slots are those of what it says now; most rules do not look at that."""
    if not any(rule.per or rule.kind == "once_per_tier" for rule in it.track.exclusions):
        return
    uscc, application_id = it.row["uscc"], it.row["id"]
    if not await exchange_slots(tx, uscc, application_id, admitted.exclusions, at=it.now):
        await refuse_taken(tx, it.definition, admitted.judged, uscc=uscc, applicant=application_id)


async def _move_claim(
    tx: Tx, it: HandIn, admitted: Admitted
) -> tuple[tuple[UUID, RankedClaim] | None, OrderKey]:
    """The claim with its new amount; a firm's own correction never moves its key earlier."""
    held = await hold_claim(tx, it.row["id"], actor_id=it.user_id)
    if held is None:
        return None, OrderKey(0, 0, it.row["sequence"])
    pool, claim = held
    later, earlier = _later_key(it, claim)
    changes = _amounts(claim, admitted.award_fen)
    row = await touch_claim(tx, claim.id, changes, at=it.now, later=later, earlier=earlier)
    # Less money or a later key may bring the turn of one that passed while waiting.
    await enqueue(tx, next_in_turn(pool.id))
    return (pool.id, row.ranked(pool.epoch)), row.key


def _later_key(it: HandIn, claim: ClaimRow) -> tuple[int, int]:
    """Whole seconds since 1970; (0, 0) throughout in a pool that is ordered by arrival."""
    kept = (claim.later, claim.earlier)
    if kept == (0, 0):
        return kept
    instants = (whole_seconds(it.moment("signed_at")), whole_seconds(it.moment("paid_at")))
    return max(kept, (max(instants), min(instants)))


def _amounts(claim: ClaimRow, award_fen: int) -> dict[str, int]:
    """The new amount; what is locked can shrink with it, and never grows. Raises Incomplete."""
    if claim.locked_at is None:
        return {"amount_fen": award_fen}
    if award_fen > claim.amount_fen:
        raise Incomplete(errors=[Reason("fee_fen", "amount_locked", _FROZEN)])
    # A partial last award was granted less than its amount: it stays as it was frozen.
    return {"amount_fen": award_fen, "granted_fen": min(award_fen, claim.granted_fen or 0)}


async def _write(
    tx: Tx,
    it: HandIn,
    admitted: Admitted,
    claim_id: UUID | None,
    key: OrderKey,
    *,
    shown: Stage | None,
) -> None:
    split = admitted.split
    parts = (
        (split.government_fen, split.platform_fen, split.enterprise_fen)
        if split
        else (None, None, None)
    )
    payload = receipt_payload(it, claim_id, key, admitted.award_fen)
    await tx.raw.execute(
        _WRITE,
        it.row["id"],
        admitted.award_fen,
        *parts,
        it.now,
        new_id(),
        it.signer.kid,
        it.signer.sign(payload),
        new_id(),
        None if admitted.history is None else msgspec.json.encode(admitted.history).decode(),
        admitted.shown_fen,
        shown.kind if shown else None,
        shown.role if shown else None,
    )
