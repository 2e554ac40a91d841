"""Writes of scoring: sheets of experts, closed rounds, the line; the round's lock; shared conditions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from models.tables.scores import ScoredPlace, Scoring
from storage.postgres.core.transaction import Tx

UNPLACED: Final = """
a.edition_id = $1 AND a.track = $2 AND a.status = 'in_review' AND a.stage = 'score'
AND r.stage = 'score' AND r.state = 'open'
AND NOT EXISTS (SELECT 1 FROM scored_places p WHERE p.review_id = r.id)
"""
"""Reviews `r` of applications `a` in no closed round: they belong to the open one."""
COUNTS: Final = """NOT EXISTS (SELECT 1 FROM conflict_declarations d
     WHERE d.application_id = r.application_id AND d.user_id = s.expert_id AND d.conflict)"""
"""Scores `s` of reviews `r` that count: a conflict declared later takes a score out of the sums."""

_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('scoring:' || $1 || '/' || $2, 0))"
_SAVE = """
INSERT INTO scores (id, review_id, expert_id, points, total, comment, scored_at)
VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
    ON CONFLICT (review_id, expert_id) DO UPDATE
   SET points = excluded.points, total = excluded.total, comment = excluded.comment,
       scored_at = excluded.scored_at
"""
_MARK_PASSED = "UPDATE scored_places SET passed = (id = ANY($2)) WHERE id = ANY($1)"


async def hold_round(tx: Tx, edition: str, track: str) -> None:
    """Closing a round and drawing its line happen one after the other; before any row is locked."""
    await tx.raw.execute(_HOLD, edition, track)


async def save_score(
    tx: Tx,
    review_id: UUID,
    expert_id: UUID,
    points: Mapping[str, int],
    *,
    comment: str | None,
    at: datetime,
) -> None:
    """One expert's points; given again they replace those before."""
    given = msgspec.json.encode(points, order="sorted").decode()
    total = sum(points.values())
    await tx.raw.execute(_SAVE, new_id(), review_id, expert_id, given, total, comment, at)


async def save_round(tx: Tx, scoring: Scoring, places: Sequence[ScoredPlace]) -> None:
    """A closed round with its ranking. The caller holds the round, here as below."""
    await scoring.save(using_db=tx.connection, force_create=True)
    await ScoredPlace.bulk_create(places, using_db=tx.connection)


async def save_line(
    tx: Tx, scoring: Scoring, *, chosen: int, reason: str, by: UUID, at: datetime
) -> None:
    """The line through a round."""
    scoring.chosen, scoring.line_reason = chosen, reason
    scoring.line_by_id, scoring.line_at = by, at
    await scoring.save(using_db=tx.connection)


async def mark_passed(tx: Tx, place_ids: Sequence[UUID], passed: Sequence[UUID]) -> None:
    """Of these places those in `passed` are above the line, the others below it."""
    await tx.raw.execute(_MARK_PASSED, place_ids, passed)
