"""Editions that are closed or due to be: writes of their end, reads of what still waits in them."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.tables.programmes import Edition
from storage.postgres.core.rows import find_row, list_ids, list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.money.waiting import list_waiting

_POOLS = """
SELECT e.code AS edition, p.id, p.code
  FROM editions e JOIN pools p ON p.edition_id = e.code
 WHERE e.closed_at <= $1 AND EXISTS (
           SELECT 1 FROM claims c WHERE c.pool_id = p.id AND c.live AND c.locked_at IS NULL)
 ORDER BY p.id
"""
_REASON = """
SELECT w.text FROM audit l JOIN audit_comments w ON w.audit_id = l.id
 WHERE l.subject_kind = 'rule_version' AND l.event = $2
   AND l.subject_id IN (SELECT id FROM rule_versions WHERE edition_id = $1)
 ORDER BY l.id DESC LIMIT 1
"""
_SETTLED = """
UPDATE editions SET settled_at = $2
 WHERE closed_at <= $1 AND settled_at IS NULL AND code <> ALL($3::text[]) RETURNING code
"""
_OVER = """
SELECT code FROM editions
 WHERE closed_at IS NULL AND closes_at < date_trunc('second', $1::timestamptz)
   AND current_version_id IS NOT NULL ORDER BY code
"""
_UNDECIDED = """
WITH room AS (
    SELECT budget_fen - locked_fen AS fen, places - locked_places AS places,
           last_award = 'partial' AS partial, greatest(last_award_min_fen, 1) AS least
      FROM pools WHERE id = $1
), first AS (
    SELECT amount_fen, places FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL
     ORDER BY later_at, earlier_at, sequence LIMIT 1
)
SELECT EXISTS (
    SELECT 1 FROM first, room WHERE coalesce(first.places <= room.places, true)
       AND (coalesce(first.amount_fen <= room.fen, true) OR (partial AND room.fen >= least))
) OR EXISTS (
    SELECT 1 FROM claims c JOIN applications a ON a.id = c.application_id
     WHERE c.pool_id = $1 AND c.live AND c.locked_at IS NOT NULL
       AND a.status IN ('in_review', 'returned', 'approved')
) AS undecided
"""
_POOLS_OF = "SELECT id FROM pools WHERE edition_id = $1 ORDER BY id"


class PoolOfClosed(msgspec.Struct, frozen=True):
    """A pool of a closed edition."""

    id: UUID
    code: str
    edition: str


class _Code(msgspec.Struct, frozen=True):
    code: str


class _Words(msgspec.Struct, frozen=True):
    text: str


class _Undecided(msgspec.Struct, frozen=True):
    undecided: bool


async def mark_closed(tx: Tx, edition: Edition, *, at: datetime) -> None:
    """Nobody applies any more; who waits is to be ended. The caller holds the edition's row."""
    edition.closed_at, edition.settled_at = at, None
    await edition.save(using_db=tx.connection, update_fields=["closed_at", "settled_at"])


async def list_closed_pools(before: datetime) -> list[PoolOfClosed]:
    """Pools of editions closed by then, with claims not locked. Raises StoreUnavailable."""
    return await list_rows(PoolOfClosed, _POOLS, before, tx=None)


async def closing_reason(edition: str, event: str) -> str:
    """The words with which it was closed last; empty if they were erased."""
    found = await find_row(_Words, _REASON, edition, event, tx=None)
    return found.text if found else ""


async def mark_settled(before: datetime, *, at: datetime, unless: list[str]) -> list[str]:
    """Note that nobody waits any more in editions closed by then, but for those in `unless`."""
    rows = await list_rows(_Code, _SETTLED, before, at, unless, tx=None)
    return [row.code for row in rows]


async def list_ended_windows(now: datetime) -> list[str]:
    """Codes of editions whose window has ended and that are not closed for good."""
    return [row.code for row in await list_rows(_Code, _OVER, now, tx=None)]


async def waits_in_vain(edition: str) -> bool:
    """Whether somebody waits, and nothing that goes before them can still come free.

    What holds money and is not decided to the end (in review, returned, approved but not yet
    payable) may still be turned down, and then the next moves up.
    """
    waits = False
    for pool_id in await list_ids(_POOLS_OF, edition, tx=None):
        if not await list_waiting(pool_id, most=1):
            continue
        (found,) = await list_rows(_Undecided, _UNDECIDED, pool_id, tx=None)
        if found.undecided:
            return False
        waits = True
    return waits
