"""Writes a draft's first submission: its place in the line, its slots, its receipt, its first review."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from models.rules.lifecycle import first_stage
from models.rules.line.order_key import OrderKey, arrival_key, never_before, payment_key
from models.rules.line.ranking import RankedClaim
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from server.features.applications.admission import Admitted, HandIn
from server.features.applications.count_clients import count_clients
from server.features.applications.duplicates import refuse_duplicate
from server.features.applications.receipt import new_receipt
from server.features.applications.refusals import LineMoved, PapersChanged, PoolUsedUp
from storage.postgres.application_rows import ShownApplication
from storage.postgres.application_states import ApplicationState
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import has_come_back
from storage.postgres.money.lock import has_room_behind
from storage.postgres.submission import NewClaim, Submission, submitted_row, write_submission


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim as it was committed, ready to be ranked."""

    pool_id: UUID
    claim: RankedClaim


@dataclass(frozen=True, slots=True)
class Written:
    """What was committed; `row`, `state` as they would be read now, None where not known here."""

    definition: EditionDefinition
    placed: Placed | None = None
    row: ShownApplication | None = None
    state: ApplicationState | None = None


async def submit_draft(tx: Tx, hand_in: HandIn, admitted: Admitted) -> Written:
    """Write it, then look once more at what others may have moved meanwhile.

    Raises PapersChanged, LineMoved, AlreadyApplied, AlreadyCounted, PoolUsedUp: then nothing may be
    committed.
    """
    key = _order_key(hand_in)
    claim = None if hand_in.pool is None else NewClaim(new_id(), hand_in.pool[0], key)
    submission = _submission(hand_in, admitted, claim, key)
    await _write(tx, hand_in, admitted, submission)
    await count_clients(tx, hand_in.definition, hand_in.track, hand_in.row.id, at=hand_in.now)
    if claim is not None:
        await _check_place(tx, hand_in, claim)
    placed = None if claim is None else _placed(hand_in, admitted, claim)
    shown = submitted_row(hand_in.row, submission)
    return Written(hand_in.definition, placed, shown, _state(hand_in))


def _state(hand_in: HandIn) -> ApplicationState:
    """For who has just submitted it; it waits at its first step."""
    row, first = hand_in.row, hand_in.track.stages[0]
    return ApplicationState(
        id=row.id,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        step_role=first.role,
        step_due_on=first.due_on(hand_in.definition.edition.year),
        is_member=True,
    )


def _order_key(hand_in: HandIn) -> OrderKey:
    row = hand_in.row
    if hand_in.pool is None or not hand_in.by_payment:
        return arrival_key(row.sequence)
    signed, paid = hand_in.moments.values()
    key = payment_key(signed, paid, row.sequence)
    # Who gave up a place ranks no earlier than the return (quota.md, Instants).
    return never_before(key, hand_in.now) if hand_in.pool[0] in row.left_pools else key


def _submission(
    hand_in: HandIn, admitted: Admitted, claim: NewClaim | None, key: OrderKey
) -> Submission:
    detail: dict[str, object] = {"award_fen": admitted.shown_fen, "key": key.member}
    return Submission(
        application_id=hand_in.row.id,
        at=hand_in.now,
        stage=first_stage(hand_in.track.stages),
        role=hand_in.track.stages[0].role,
        due_on=hand_in.track.stages[0].due_on(hand_in.definition.edition.year),
        review_id=new_id(),
        award_id=new_id(),
        award_fen=admitted.award_fen,
        shown_fen=admitted.shown_fen,
        split=admitted.split,
        claim=claim,
        receipt=new_receipt(hand_in, claim.id if claim else None, key, admitted.award_fen),
        uscc=hand_in.row.uscc,
        slot_ids=[new_id() for _ in admitted.exclusions],
        exclusions=admitted.exclusions,
        actor_id=hand_in.user_id,
        actor_role=hand_in.role,
        detail=msgspec.json.encode(detail, order="sorted").decode(),
        entrypoint="application.submitted",
        papers=[paper.id for paper in hand_in.papers],
        region_class=hand_in.region_class,
        district=hand_in.row.district,
        history=admitted.kept,
    )


async def _write(tx: Tx, hand_in: HandIn, admitted: Admitted, submission: Submission) -> None:
    result = await write_submission(tx, submission)
    if result == "papers_changed":
        raise PapersChanged()
    if result == "duplicate":
        row, role = hand_in.row, hand_in.role
        await refuse_duplicate(
            tx, hand_in.definition, admitted.judged, uscc=row.uscc, applicant=row.id, role=role
        )


async def _check_place(tx: Tx, hand_in: HandIn, claim: NewClaim) -> None:
    """Raises LineMoved where the firm has just given up a place, PoolUsedUp where nobody may wait."""
    if await _has_just_come_back(tx, hand_in, claim):
        raise LineMoved()
    if not hand_in.may_wait and not await has_room_behind(tx, claim.pool_id, claim.id):
        raise PoolUsedUp()


async def _has_just_come_back(tx: Tx, hand_in: HandIn, claim: NewClaim) -> bool:
    """Whether the firm's other place in this line, held when this was read, is given up by now."""
    row = hand_in.row
    if not hand_in.by_payment or claim.pool_id in row.left_pools:
        return False
    return claim.pool_id in row.held_pools and await has_come_back(tx, claim.id)


def _placed(hand_in: HandIn, admitted: Admitted, claim: NewClaim) -> Placed:
    ranked = RankedClaim(
        claim_id=claim.id,
        version=1,
        live=True,
        passed=False,
        locked=False,
        key=claim.key.member,
        amount_fen=admitted.award_fen,
        places=1,
        granted_fen=0,
        epoch=hand_in.pool[1] if hand_in.pool else 0,
    )
    return Placed(claim.pool_id, ranked)
