"""Scores of experts as they are written and closed: the round's lock, the sheets, the sums."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

# Those without a place yet: what was closed waits for its line, what came later for its own round.
UNPLACED: Final = """
a.edition_id = $1 AND a.track = $2 AND a.status = 'in_review' AND a.stage = 'score'
AND r.stage = 'score' AND r.state = 'open'
AND NOT EXISTS (SELECT 1 FROM scored_places p WHERE p.review_id = r.id)
"""
# A conflict that was declared after scoring takes the score out; the row stays on record.
COUNTS: Final = """NOT EXISTS (SELECT 1 FROM conflict_declarations d
     WHERE d.application_id = r.application_id AND d.user_id = s.expert_id AND d.conflict)"""

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('scoring:' || $1 || '/' || $2, 0))"
_HOLD_UNPLACED = f"""
SELECT r.id AS review_id, a.id AS application_id, a.number, a.track, a.rule_version_id
  FROM reviews r JOIN applications a ON a.id = r.application_id
 WHERE {UNPLACED} ORDER BY a.id FOR NO KEY UPDATE OF a
"""
_SUMS = f"""
SELECT r.id AS review_id, coalesce(sum(s.total), 0)::int AS points_sum, count(s.id)::int AS experts
  FROM reviews r LEFT JOIN scores s ON s.review_id = r.id AND {COUNTS}
 WHERE r.id = ANY($1) GROUP BY r.id
"""
_BEFORE = """
SELECT count(*) FROM applications
 WHERE edition_id = $1 AND track = $2 AND status IN ('in_review', 'returned') AND stage = ANY($3)
"""
_SAVE = """
INSERT INTO scores (id, review_id, expert_id, points, total, comment, scored_at)
VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
    ON CONFLICT (review_id, expert_id) DO UPDATE
   SET points = excluded.points, total = excluded.total, comment = excluded.comment,
       scored_at = excluded.scored_at
"""


async def hold_round(tx: Tx, edition: str, track: str) -> None:
    """Closing a round and drawing its line happen one after the other; before any row is locked."""
    await tx.raw.execute(_HOLD, edition, track)


async def hold_unplaced(tx: Tx, edition: str, track: str) -> list[asyncpg.Record]:
    """Open score reviews of no closed round, their applications' rows locked in order of id.

    A score or a declaration holds that row as well: it comes before the closing, or after it.
    """
    return list(await tx.raw.fetch(_HOLD_UNPLACED, edition, track))


async def sum_scores(tx: Tx, review_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """(sum of all points, how many experts) by review; without scores of a declared conflict."""
    rows = await tx.raw.fetch(_SUMS, list(review_ids))
    return {row["review_id"]: (row["points_sum"], row["experts"]) for row in rows}


async def count_before(tx: Tx, edition: str, track: str, stages: Collection[str]) -> int:
    """Applications of the track that may still come to the scoring, at one of these steps."""
    found: int = await tx.raw.fetchval(_BEFORE, edition, track, list(stages))
    return found


async def save_score(
    tx: Tx,
    review_id: UUID,
    expert_id: UUID,
    points: dict[str, int],
    *,
    comment: str | None,
    at: datetime,
) -> None:
    """One expert's points; given again they take the place of those before."""
    given = msgspec.json.encode(points, order="sorted").decode()
    total = sum(points.values())
    await tx.raw.execute(_SAVE, new_id(), review_id, expert_id, given, total, comment, at)


async def is_placed(tx: Tx, review_id: UUID) -> bool:
    """Whether the round of this review has been closed."""
    found: bool = await tx.raw.fetchval(
        "SELECT EXISTS (SELECT 1 FROM scored_places WHERE review_id = $1)", review_id
    )
    return found
