"""The last word on money: whether a passed claim is locked, decided under the pool's row lock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from storage.postgres.claims import CLAIM_COLUMNS, touch_claim
from storage.postgres.jobs import Job
from storage.postgres.transaction import Tx

_ASKED = """
SELECT coalesce(sum(amount_fen), 0)::bigint AS fen, coalesce(sum(places), 0)::bigint AS places
  FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class LockDecision:
    """`granted_fen` is None where the claim passed but its turn has not come."""

    granted_fen: int | None
    claim: asyncpg.Record
    epoch: int


async def name_actor(tx: Tx, actor_id: UUID | None) -> None:
    """Who stands in the pool's ledger for what this transaction locks or frees; None: the system."""
    await tx.raw.execute("SELECT set_config('shuangtui.actor', $1, true)", str(actor_id or ""))


async def hold_pool(tx: Tx, pool_id: UUID) -> asyncpg.Record:
    """The pool's row, locked; take it after the application's row and before any claim's.

    NO KEY UPDATE excludes every other decision on the pool, and lets rows that point to it come in.
    """
    return await tx.raw.fetchrow("SELECT * FROM pools WHERE id = $1 FOR NO KEY UPDATE", pool_id)


async def decide_lock(
    tx: Tx, claim_id: UUID, *, at: datetime, actor_id: UUID | None
) -> LockDecision:
    """Pass the claim, and lock it if it lies before the line (quota.md, Locking).

    The caller holds the application's row. The counters' CHECKs stand behind this test.
    """
    await name_actor(tx, actor_id)
    pool_id = await tx.raw.fetchval("SELECT pool_id FROM claims WHERE id = $1", claim_id)
    pool = await hold_pool(tx, pool_id)
    claim = await tx.raw.fetchrow(
        f"SELECT {CLAIM_COLUMNS} FROM claims c WHERE c.id = $1 FOR NO KEY UPDATE", claim_id
    )
    if claim["locked_at"] is not None or not claim["live"]:
        return LockDecision(claim["granted_fen"], claim, pool["epoch"])
    granted_fen = await _grant(tx, pool, claim)
    if granted_fen is None and claim["passed_at"] is not None:
        return LockDecision(None, claim, pool["epoch"])
    changes: dict[str, Any] = {"passed_at": claim["passed_at"] or at}
    if granted_fen is not None:
        changes |= {"locked_at": at, "granted_fen": granted_fen}
    return LockDecision(granted_fen, await touch_claim(tx, claim_id, changes, at=at), pool["epoch"])


async def has_room_behind(tx: Tx, pool_id: UUID, claim_id: UUID) -> bool:
    """Whether the pool holds this claim behind all others; for pools without a waiting list.

    Call it after the claim was written: whoever else comes in waits here for the pool's row.
    """
    pool = await hold_pool(tx, pool_id)
    claim = await tx.raw.fetchrow("SELECT amount_fen, places FROM claims WHERE id = $1", claim_id)
    others = await tx.raw.fetchrow(f"{_ASKED} AND id <> $2", pool_id, claim_id)
    return _granted(pool, others, claim) is not None


async def _grant(tx: Tx, pool: Any, claim: Any) -> int | None:
    before = await tx.raw.fetchrow(
        f"""{_ASKED} AND (later_at, earlier_at, sequence)
             < (to_timestamp($2::bigint), to_timestamp($3::bigint), $4::bigint)""",
        pool["id"],
        claim["later"],
        claim["earlier"],
        claim["sequence"],
    )
    return _granted(pool, before, claim)


def _granted(pool: Any, before: Any, claim: Any) -> int | None:
    """What the claim is granted now: its amount, the rest where the last award may be partial."""
    places = pool["locked_places"] + before["places"] + claim["places"]
    if pool["places"] is not None and places > pool["places"]:
        return None
    amount: int = claim["amount_fen"]
    if pool["budget_fen"] is None:
        return amount
    room: int = pool["budget_fen"] - pool["locked_fen"] - before["fen"]
    if amount <= room:
        return amount
    partial = pool["last_award"] == "partial" and room >= max(1, pool["last_award_min_fen"])
    return room if partial else None


def next_in_turn(pool_id: UUID) -> Job:
    """The job that locks passed claims whose turn has come, once money is freed or added."""
    # No dedupe key: one that is running has read the line already and would swallow this one.
    return Job("pool.next_in_turn", pool_id)


async def first_in_turn(
    pool_id: UUID, connection: Any, *, most: int = 500
) -> list[tuple[UUID, UUID]]:
    """(application, claim) of the first passed claims that still wait for their turn, in order."""
    rows = await connection.execute_query_dict(
        """
        SELECT application_id, id FROM claims
         WHERE pool_id = $1 AND live AND locked_at IS NULL AND passed_at IS NOT NULL
         ORDER BY later_at, earlier_at, sequence LIMIT $2
        """,
        [pool_id, most],
    )
    return [(row["application_id"], row["id"]) for row in rows]
