"""The last word on money: whether a passed claim is locked, decided under the pool's row lock."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job
from storage.postgres.money.claims import CLAIM_COLUMNS, ClaimRow, hold_live_claim, touch_claim
from storage.postgres.money.held_line import Ahead, ClaimInLine, HeldLine, HeldPool, read_ahead

_LOG = logging.getLogger(__name__)
_GUARDS: Final = frozenset({"pools_locked_within_budget", "pools_locked_within_places"})

_OTHERS = """
SELECT coalesce(sum(amount_fen), 0)::bigint AS fen, coalesce(sum(places), 0)::bigint AS places
  FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL AND id <> $2
"""
_HOLD_APPLICATIONS = """
SELECT id FROM applications WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
"""
_HOLD_THEIR_CLAIMS = f"""
SELECT {CLAIM_COLUMNS}, c.application_id FROM claims c
 WHERE c.application_id = ANY($1::uuid[]) AND c.pool_id = $2 AND c.live
 ORDER BY c.id FOR NO KEY UPDATE
"""
_FIRST_IN_TURN = """
SELECT application_id, id FROM claims
 WHERE pool_id = $1 AND live AND locked_at IS NULL AND passed_at IS NOT NULL
 ORDER BY later_at, earlier_at, sequence LIMIT $2
"""
_ASKED = "SELECT id, amount_fen, places FROM claims WHERE id = ANY($1::uuid[])"
_HOLD_POOL = "SELECT * FROM pools WHERE id = $1 FOR NO KEY UPDATE"
_HOLD_CLAIM = f"SELECT {CLAIM_COLUMNS} FROM claims c WHERE c.id = $1 FOR NO KEY UPDATE"


class _Asked(msgspec.Struct, frozen=True):
    id: UUID
    amount_fen: int
    places: int


class _InTurn(msgspec.Struct, frozen=True):
    application_id: UUID
    id: UUID


class PoolOversold(Exception):
    """The guard refused what the lock decision had granted: one of the two is wrong."""


@dataclass(frozen=True, slots=True)
class LockDecision:
    """`granted_fen` is None where the claim passed but its turn has not come."""

    granted_fen: int | None
    claim: ClaimRow
    epoch: int


async def name_actor(tx: Tx, actor_id: UUID | None) -> None:
    """Who stands in the pool's ledger for what this transaction locks or frees; None: the system."""
    await tx.raw.execute("SELECT set_config('shuangtui.actor', $1, true)", str(actor_id or ""))


async def hold_pool(tx: Tx, pool_id: UUID) -> HeldPool:
    """The pool's row, locked; take it after the application's row and before any claim's.

    NO KEY UPDATE excludes every other decision on the pool, and lets rows that point to it come in.
    """
    (pool,) = await list_rows(HeldPool, _HOLD_POOL, pool_id, tx=tx)
    return pool


async def hold_claim(
    tx: Tx, application_id: UUID, *, actor_id: UUID | None
) -> tuple[HeldPool, ClaimRow] | None:
    """The application's live claim with its pool, both rows locked to change it; None without one.

    In the order that everybody keeps: who acts, the pool, the claim. The caller holds the
    application's row, and enqueues `next_in_turn` where money may have come free.
    """
    pool_id = await tx.raw.fetchval(
        "SELECT pool_id FROM claims WHERE application_id = $1 AND live", application_id
    )
    if pool_id is None:
        return None
    await name_actor(tx, actor_id)
    pool = await hold_pool(tx, pool_id)
    claim = await hold_live_claim(tx, application_id)
    return None if claim is None else (pool, claim)


async def hold_applications(tx: Tx, application_ids: Sequence[UUID]) -> None:
    """Their rows, locked by id: before the pool's, so that work on them does not hold that up."""
    await tx.raw.execute(_HOLD_APPLICATIONS, application_ids)


async def hold_line(
    tx: Tx, pool_id: UUID, application_ids: Sequence[UUID], *, actor_id: UUID | None
) -> HeldLine:
    """Take all that deciding these applications needs, in the order that everybody keeps.

    Applications by id, then the pool, then their claims by id; then what stands before each claim
    is read, in one snapshot. Others wait for the pool until this transaction ends: keep it short.
    """
    await name_actor(tx, actor_id)
    await hold_applications(tx, application_ids)
    pool = await hold_pool(tx, pool_id)
    rows = await list_rows(ClaimInLine, _HOLD_THEIR_CLAIMS, application_ids, pool_id, tx=tx)
    claims = {row.id: row for row in rows}
    return HeldLine(pool, await read_ahead(tx, pool, list(claims)), claims)


async def decide_lock(
    tx: Tx, claim_id: UUID, *, at: datetime, actor_id: UUID | None, line: HeldLine | None = None
) -> LockDecision:
    """Pass the claim, and lock it if it lies before the line (quota.md, Locking).

    The caller holds the application's row; with a `line`, from `hold_line`, what that knows is not
    read again. Raises PoolOversold: the counters' CHECKs stand behind this test.
    """
    ahead = None if line is None else line.take(claim_id)
    if line is not None and ahead is not None:
        pool = line.pool
    else:
        await name_actor(tx, actor_id)
        pool = await _hold_pool_of(tx, claim_id)
    held = None if line is None else line.claims.pop(claim_id, None)
    claim = held or await _hold_by_id(tx, claim_id)
    if claim.locked_at is not None or not claim.live:
        return LockDecision(claim.granted_fen, claim, pool.epoch)
    known = ahead or (await read_ahead(tx, pool, [claim_id]))[claim_id]
    granted_fen = _granted(pool, known, claim.amount_fen, claim.places)
    if granted_fen is None and claim.passed_at is not None:
        return LockDecision(None, claim, pool.epoch)
    unforeseen = ahead is None or granted_fen != claim.amount_fen
    if line is not None and granted_fen is not None and unforeseen:
        line.forget()
    row = await _pass(tx, claim, granted_fen, at)
    return LockDecision(granted_fen, row, pool.epoch)


async def has_room_behind(tx: Tx, pool_id: UUID, claim_id: UUID) -> bool:
    """Whether the pool holds this claim behind all others; for pools without a waiting list.

    Call it after the claim was written: whoever else comes in waits here for the pool's row.
    """
    pool = await hold_pool(tx, pool_id)
    own = await tx.raw.fetchrow("SELECT amount_fen, places FROM claims WHERE id = $1", claim_id)
    others = await tx.raw.fetchrow(_OTHERS, pool_id, claim_id)
    return _granted(pool, Ahead(*others), *own) is not None


async def would_reach(tx: Tx, pool_id: UUID, amount_fen: int) -> bool:
    """Whether the pool would hold a claim of this amount behind all others; nothing is held for it."""
    (pool,) = await list_rows(HeldPool, "SELECT * FROM pools WHERE id = $1", pool_id, tx=tx)
    others = await tx.raw.fetchrow(_OTHERS, pool_id, UUID(int=0))
    return _granted(pool, Ahead(*others), amount_fen, 1) is not None


async def would_wait(tx: Tx, pool_id: UUID, claim_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these claims lie behind the line as it is at this moment; nothing is held for it."""
    (pool,) = await list_rows(HeldPool, "SELECT * FROM pools WHERE id = $1", pool_id, tx=tx)
    ahead = await read_ahead(tx, pool, claim_ids)
    asked = await list_rows(_Asked, _ASKED, claim_ids, tx=tx)
    return {
        one.id
        for one in asked
        if one.id in ahead and _granted(pool, ahead[one.id], one.amount_fen, one.places) is None
    }


async def _hold_pool_of(tx: Tx, claim_id: UUID) -> HeldPool:
    pool_id = await tx.raw.fetchval("SELECT pool_id FROM claims WHERE id = $1", claim_id)
    return await hold_pool(tx, pool_id)


async def _hold_by_id(tx: Tx, claim_id: UUID) -> ClaimRow:
    (claim,) = await list_rows(ClaimRow, _HOLD_CLAIM, claim_id, tx=tx)
    return claim


async def _pass(tx: Tx, claim: ClaimRow, granted_fen: int | None, at: datetime) -> ClaimRow:
    changes: dict[str, object] = {"passed_at": claim.passed_at or at}
    if granted_fen is not None:
        changes |= {"locked_at": at, "granted_fen": granted_fen}
    try:
        return await touch_claim(tx, claim.id, changes, at=at)
    except asyncpg.CheckViolationError as refusal:
        if refusal.constraint_name not in _GUARDS:
            raise
        # No retry mends it: the decision was made on the very row that the guard looked at.
        _LOG.critical(
            "the guard refused to lock claim %s of pool %s for %s fen: %s;"
            " compare the pool's counters with its claims before anything more is locked",
            *(claim.id, claim.pool_id, granted_fen, refusal.constraint_name),
        )
        raise PoolOversold(str(claim.pool_id)) from refusal


def _granted(pool: HeldPool, ahead: Ahead, amount_fen: int, places: int) -> int | None:
    """What a claim is granted now: its amount, the rest where the last award may be partial."""
    if pool.places is not None and pool.locked_places + ahead.places + places > pool.places:
        return None
    if pool.budget_fen is None:
        return amount_fen
    room = pool.budget_fen - pool.locked_fen - ahead.fen
    if amount_fen <= room:
        return amount_fen
    partial = pool.last_award == "partial" and room >= max(1, pool.last_award_min_fen)
    return room if partial else None


def next_in_turn(pool_id: UUID) -> Job:
    """The job that locks passed claims whose turn has come, once money is freed or added."""
    # No dedupe key: one that is running has read the line already and would swallow this one.
    # Somebody waits for the money: not behind thousands of messages.
    return Job("pool.next_in_turn", pool_id, priority=1)


async def first_in_turn(pool_id: UUID, *, most: int = 500) -> list[tuple[UUID, UUID]]:
    """(application, claim) of the first passed claims that still wait for their turn, in order.

    Raises StoreUnavailable.
    """
    rows = await list_rows(_InTurn, _FIRST_IN_TURN, pool_id, most, tx=None)
    return [(row.application_id, row.id) for row in rows]
