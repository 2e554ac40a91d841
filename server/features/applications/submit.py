"""Submitting an application: judged by the rules, written in one transaction, then ranked."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from models.rules.lifecycle import EDITABLE, first_stage
from models.rules.line.order_key import OrderKey, arrival_key, never_before, payment_key
from models.rules.line.ranking import RankedClaim, Standing
from models.rules.terms.programme import EditionDefinition
from models.tables.ids import new_id
from server.clock import Clock
from server.edge.receipts import Signer
from server.errors import NotFound
from server.features.applications.admission import Admitted, HandIn, admit, refuse_future
from server.features.applications.count_clients import count_clients
from server.features.applications.duplicates import refuse_taken
from server.features.applications.history import had_before
from server.features.applications.receipt import receipt_payload
from server.features.applications.refusals import (
    Exhausted,
    LineMoved,
    PapersChanged,
    WindowClosed,
)
from server.features.applications.renewal import refuse_undue
from server.features.applications.resubmit import resubmit
from server.features.programmes.published import definition_of
from server.features.programmes.window import Window
from server.features.quota.ranking import ApplyPort, RankedMarks, rank_claim
from server.features.quota.standings import NONE, live_standing
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.claims import has_come_back
from storage.postgres.money.lock import has_room_behind
from storage.postgres.submission import (
    NewClaim,
    Submission,
    read_for_submission,
    submitted_row,
    write_submission,
)

_ATTEMPTS = 8
"""A firm has few applications at once; each further attempt means that one of them moved again."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim as it was committed, ready to be ranked."""

    pool_id: UUID
    claim: RankedClaim


@dataclass(frozen=True, slots=True)
class Written:
    """What was committed; `row` as it would be read now, None where that is not known here."""

    definition: EditionDefinition
    placed: Placed | None = None
    row: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """A draft that has just become a submission: its row, its rules, its place in the line."""

    row: Mapping[str, Any]
    definition: EditionDefinition
    standing: Standing


async def submit_application(
    application_id: UUID,
    *,
    user_id: UUID,
    clock: Clock,
    signer: Signer,
    quota: ApplyPort,
    marks: RankedMarks,
) -> Submitted | None:
    """Submit a draft, or hand in again what was returned; a repeat changes nothing.

    None where the answer is better read than put together (all but a draft's first submission).
    Run it in a task that the application owns: what follows the commit must not be cut off.
    Raises NotFound, Invalid (`in_future`), WindowClosed, CreditBlocked, AlreadyApplied,
    AlreadyCounted, Incomplete, Ineligible, Exhausted (no waiting list), NotDue; after any of them
    nothing has changed.
    PapersChanged, LineMoved only if papers, or other applications of the firm, keep moving.
    """
    written = await _written(
        partial(_commit, application_id, user_id=user_id, clock=clock, signer=signer)
    )
    standing = NONE
    if written.placed is not None:
        placed = written.placed
        standing = await rank_claim(placed.pool_id, placed.claim, quota=quota, marks=marks)
        standing = live_standing(standing)
    return None if written.row is None else Submitted(written.row, written.definition, standing)


async def _written(commit: Callable[[], Awaitable[Written]]) -> Written:
    """What was judged may be gone before it is written: then all is read and judged anew."""
    for _ in range(_ATTEMPTS - 1):
        with suppress(PapersChanged, LineMoved):
            return await commit()
    return await commit()


async def _commit(application_id: UUID, *, user_id: UUID, clock: Clock, signer: Signer) -> Written:
    async with transaction() as tx:
        row = await read_for_submission(tx, application_id, user_id)
        if row is None:
            raise NotFound()
        definition = await definition_of(row["rule_version_id"], using=tx.connection)
        track = definition.find_track(row["track"])
        if track is None:
            raise NotFound()
        it = HandIn(row, definition, track, clock.now(), user_id, signer)
        written = await _hand_in(tx, it)
        tx.created(application_id, status=200)
    return written


async def _hand_in(tx: Tx, it: HandIn) -> Written:
    if it.row["status"] not in EDITABLE:
        return Written(it.definition)
    refuse_future(it)
    if it.row["status"] == "returned":
        ranked = await resubmit(tx, it, await _admitted(tx, it))
        return Written(it.definition, None if ranked is None else Placed(*ranked))
    window = Window(it.row["opens_at"], it.row["closes_at"], it.row["closed_at"])
    if not window.is_open(it.now):
        raise WindowClosed()
    await refuse_undue(tx, it.definition, it.track, it.row["enterprise_id"])
    return await _submit_draft(tx, it, await _admitted(tx, it))


async def _admitted(tx: Tx, it: HandIn) -> Admitted:
    history = await had_before(
        tx,
        it.definition,
        it.track,
        enterprise_id=it.row["enterprise_id"],
        application_id=it.row["id"],
        kept=it.kept,
    )
    return admit(it, history)


async def _submit_draft(tx: Tx, it: HandIn, admitted: Admitted) -> Written:
    key = _order_key(it)
    claim = _new_claim(it, key)
    submission = _submission(it, admitted, claim, key)
    outcome = await write_submission(tx, submission)
    if outcome == "papers_changed":
        raise PapersChanged()
    if outcome == "taken":
        await refuse_taken(
            tx,
            it.definition,
            admitted.judged,
            uscc=submission.uscc,
            applicant=submission.application_id,
        )
    await count_clients(tx, it.definition, it.track, it.row["id"], at=it.now)
    if claim is not None and await _has_just_come_back(tx, it, claim):
        raise LineMoved()
    if not await _fits(tx, it, claim):
        raise Exhausted()
    placed = None if claim is None else _placed(it, admitted, claim, key)
    return Written(it.definition, placed, submitted_row(it.row, submission))


async def _has_just_come_back(tx: Tx, it: HandIn, claim: NewClaim) -> bool:
    """Whether the firm's other place in this line, held when this was read, is given up by now."""
    if not it.by_payment or claim.pool_id in it.row["left_pools"]:
        return False
    return claim.pool_id in it.row["held_pools"] and await has_come_back(tx, claim.id)


async def _fits(tx: Tx, it: HandIn, claim: NewClaim | None) -> bool:
    """Whether it may stay: everywhere but where nobody may wait and the pool is used up."""
    return claim is None or it.may_wait or await has_room_behind(tx, claim.pool_id, claim.id)


def _placed(it: HandIn, admitted: Admitted, claim: NewClaim, key: OrderKey) -> Placed:
    ranked = RankedClaim(
        claim_id=claim.id,
        version=1,
        live=True,
        passed=False,
        locked=False,
        key=key.member,
        amount_fen=admitted.award_fen,
        places=1,
        granted_fen=0,
        epoch=it.pool[1] if it.pool else 0,
    )
    return Placed(claim.pool_id, ranked)


def _order_key(it: HandIn) -> OrderKey:
    sequence = it.row["sequence"]
    if it.pool is None or not it.by_payment:
        return arrival_key(sequence)
    key = payment_key(it.moment("signed_at"), it.moment("paid_at"), sequence)
    # Who gave up a place ranks no earlier than the return (quota.md, Instants).
    return never_before(key, it.now) if it.pool[0] in it.row["left_pools"] else key


def _new_claim(it: HandIn, key: OrderKey) -> NewClaim | None:
    if it.pool is None:
        return None
    return NewClaim(new_id(), it.pool[0], key.sequence, key.later, key.earlier)


def _submission(
    it: HandIn, admitted: Admitted, claim: NewClaim | None, key: OrderKey
) -> Submission:
    first = it.track.stages[0]
    split = admitted.split
    payload = receipt_payload(it, claim.id if claim else None, key, admitted.award_fen)
    detail: dict[str, Any] = {"award_fen": admitted.shown_fen, "key": key.member}
    return Submission(
        application_id=it.row["id"],
        at=it.now,
        stage=first_stage(it.track.stages),
        role=first.role,
        review_id=new_id(),
        award_id=new_id(),
        award_fen=admitted.award_fen,
        shown_fen=admitted.shown_fen,
        split=(split.government_fen, split.platform_fen, split.enterprise_fen) if split else None,
        claim=claim,
        receipt_id=new_id(),
        kid=it.signer.kid,
        receipt=it.signer.sign(payload),
        uscc=it.row["uscc"],
        exclusions=[(new_id(), key) for key in admitted.exclusions],
        actor_id=it.user_id,
        actor_role="enterprise",
        detail=msgspec.json.encode(detail, order="sorted").decode(),
        entrypoint="application.submitted",
        papers=[paper.id for paper in it.papers],
        region_class=it.region_class,
        history=_json(admitted.history),
    )


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()
