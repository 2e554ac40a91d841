"""Rows of claims: read and changed one by one, those not ranked yet, all of a pool as a snapshot."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from models.rules.line.allocation import LastAward
from models.rules.line.order_key import OrderKey
from models.rules.line.ranking import PoolLimits, RankedClaim
from storage.postgres.core.rows import as_row, find_row, list_ids, list_rows
from storage.postgres.core.transaction import Tx

CLAIM_COLUMNS = """
    c.id, c.pool_id, c.version, c.live, c.passed_at, c.locked_at, c.granted_fen, c.amount_fen,
    c.places, extract(epoch FROM c.later_at)::bigint AS later,
    extract(epoch FROM c.earlier_at)::bigint AS earlier, c.sequence
"""

_UNRANKED = f"""
SELECT {CLAIM_COLUMNS}, p.epoch
  FROM (SELECT id, row_number() OVER (PARTITION BY pool_id ORDER BY touched_at) AS place
          FROM claims WHERE version > ranked_version AND touched_at < $1
                        AND (pool_id = ANY($2) OR $2::uuid[] IS NULL)) u
  JOIN claims c ON c.id = u.id JOIN pools p ON p.id = c.pool_id
 WHERE u.place <= $3 ORDER BY c.pool_id, u.place
"""
_FETCHED = 1_000

_MARK_RANKED = """
WITH held AS (
    SELECT id, version FROM claims WHERE id = ANY($1::uuid[])
     ORDER BY id FOR NO KEY UPDATE
), marks AS (
    SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS m(id, version)
), marked AS (
    UPDATE claims c SET ranked_version = m.version
      FROM held JOIN marks m USING (id)
     WHERE c.id = held.id AND c.ranked_version < m.version AND m.version <= held.version
)
SELECT m.id FROM marks m LEFT JOIN held USING (id)
 WHERE held.id IS NULL OR m.version > held.version
"""
_RAISE_EPOCH = """
UPDATE pools SET epoch = greatest(epoch + 1, $2), ranked_run_id = $3 WHERE id = $1
RETURNING epoch, version, budget_fen, places, last_award, last_award_min_fen
"""
_HOLD_LIVE = f"""
SELECT {CLAIM_COLUMNS} FROM claims c WHERE c.application_id = $1 AND c.live FOR NO KEY UPDATE
"""

# Whoever writes many claims at once takes their rows in this order; a plan may join in any.
HOLD_CLAIMS = "SELECT id FROM claims WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"


class ClaimRow(msgspec.Struct, frozen=True):
    """A row of `CLAIM_COLUMNS`: amounts in fen, `later` and `earlier` whole seconds since 1970."""

    id: UUID
    pool_id: UUID
    version: int
    live: bool
    passed_at: datetime | None
    locked_at: datetime | None
    granted_fen: int | None
    amount_fen: int
    places: int
    later: int
    earlier: int
    sequence: int

    @property
    def key(self) -> OrderKey:
        """Its place in the order of the pool."""
        return OrderKey(self.later, self.earlier, self.sequence)

    def ranked(self, epoch: int) -> RankedClaim:
        """The claim as the ranking takes it; `epoch` is its pool's."""
        return RankedClaim(
            claim_id=self.id,
            version=self.version,
            live=self.live,
            passed=self.passed_at is not None,
            locked=self.locked_at is not None,
            key=self.key.member,
            amount_fen=self.amount_fen,
            places=self.places,
            granted_fen=self.granted_fen or 0,
            epoch=epoch,
        )


class LimitsRow(msgspec.Struct, frozen=True):
    """The columns of a pool that limit it; None is no limit."""

    version: int
    budget_fen: int | None
    places: int | None
    last_award: LastAward
    last_award_min_fen: int

    @property
    def limits(self) -> PoolLimits:
        return PoolLimits(
            self.version, self.budget_fen, self.places, self.last_award, self.last_award_min_fen
        )


class _Unranked(ClaimRow, frozen=True):
    epoch: int


class _Raised(LimitsRow, frozen=True):
    epoch: int


async def list_unranked(
    older_than: datetime, *, pools: Collection[UUID] | None = None, most: int = 500
) -> dict[UUID, list[RankedClaim]]:
    """By pool, the claims whose latest version no ranking has confirmed, the oldest first.

    At most so many of each pool: one that takes nothing does not stand before the others.
    """
    only = None if pools is None else list(pools)
    found: dict[UUID, list[RankedClaim]] = {}
    for row in await list_rows(_Unranked, _UNRANKED, older_than, only, most, tx=None):
        found.setdefault(row.pool_id, []).append(row.ranked(row.epoch))
    return found


async def mark_ranked(marks: Sequence[tuple[UUID, int]]) -> list[UUID]:
    """Note the versions that a ranking has confirmed; a smaller one changes nothing.

    Answers the claims of which the ranking holds a version that the row does not have, or of which
    there is no row. The rows are read after the ranking answered and versions only rise, so for
    these the ranking is newer than the database; nothing is noted of them.
    """
    claim_ids, versions = [claim_id for claim_id, _ in marks], [version for _, version in marks]
    return await list_ids(_MARK_RANKED, claim_ids, versions, tx=None)


async def raise_epoch(pool_id: UUID, at_least: int, run_id: str) -> tuple[int, PoolLimits]:
    """Begin a new epoch of the pool's ranking; the new epoch and the limits as they stand.

    `run_id` names the server's run that the ranking is going to be built in.
    """
    (row,) = await list_rows(_Raised, _RAISE_EPOCH, pool_id, at_least, run_id, tx=None)
    return row.epoch, row.limits


async def snapshot(
    connection: asyncpg.Connection, pool_id: UUID, epoch: int
) -> AsyncIterator[RankedClaim]:
    """The pool's claims as of one moment; `connection` is the caller's own.

    Those that ended within the last hour too: their tombstones stop calls that are still under way.
    """
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        cursor = await connection.cursor(
            f"SELECT {CLAIM_COLUMNS} FROM claims c WHERE c.pool_id = $1"
            " AND (c.live OR c.touched_at > now() - interval '1 hour')"
            " ORDER BY c.later_at, c.earlier_at, c.sequence",  # loading in key order moves less
            pool_id,
        )
        while rows := await cursor.fetch(_FETCHED):
            for row in rows:
                yield as_row(ClaimRow, row).ranked(epoch)


async def hold_live_claim(tx: Tx, application_id: UUID) -> ClaimRow | None:
    """The application's live claim, its row locked; None without one."""
    return await find_row(ClaimRow, _HOLD_LIVE, application_id, tx=tx)


async def has_come_back(tx: Tx, claim_id: UUID, *, by: datetime | None = None) -> bool:
    """Whether the same firm gave up, or lost, an earlier place in the same pool.

    `by`: by that moment; a place that ended later was not what this one came back from.
    """
    found: bool = await tx.raw.fetchval(
        """
        SELECT EXISTS (
            SELECT 1 FROM claims c JOIN applications a ON a.id = c.application_id
              JOIN applications x ON x.enterprise_id = a.enterprise_id
              JOIN claims old ON old.application_id = x.id AND old.pool_id = c.pool_id
             WHERE c.id = $1 AND NOT old.live AND old.sequence < c.sequence
               AND ($2::timestamptz IS NULL OR old.touched_at <= $2))
        """,
        claim_id,
        by,
    )
    return found


async def touch_claim(
    tx: Tx,
    claim_id: UUID,
    changes: Mapping[str, Any],
    *,
    at: datetime,
    later: int | None = None,
    earlier: int | None = None,
) -> ClaimRow:
    """Change a claim's row with its next version; the row as it stands then.

    `changes` maps columns to values; `later`, `earlier` (whole seconds since 1970) move its key.
    The caller holds the row.
    """
    assignments = "".join(f", {name} = ${index}" for index, name in enumerate(changes, start=5))
    row = await tx.raw.fetchrow(
        f"""
        UPDATE claims c SET version = version + 1, touched_at = $2,
               later_at = coalesce(to_timestamp($3::bigint), later_at),
               earlier_at = coalesce(to_timestamp($4::bigint), earlier_at){assignments}
         WHERE id = $1 RETURNING {CLAIM_COLUMNS}
        """,
        claim_id,
        at,
        later,
        earlier,
        *changes.values(),
    )
    return as_row(ClaimRow, row)


STALE_AFTER = timedelta(seconds=2)
"""How long the process that committed has the ranking to itself before the reconciler steps in."""


async def note_told(tx: Tx, claim_ids: Sequence[UUID]) -> None:
    """The claims' people know their present state; the caller holds the rows."""
    await tx.raw.execute("UPDATE claims SET told_state = state WHERE id = ANY($1)", claim_ids)
