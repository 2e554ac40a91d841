"""Reads what an expert has declared and scored, for the expert alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.tables.reviews import Review
from server.edge.web.auth import Identity
from server.features.reviews.schemas import ExpertState, OwnScore
from server.roles import Role
from storage.postgres.core.rows import find_row, list_rows

_OWN: Final = """
SELECT points::text AS points, total, comment, scored_at FROM scores
 WHERE review_id = $1 AND expert_id = $2
"""
_STATES: Final = """
SELECT r.id AS review_id, d.id IS NOT NULL AS declared, coalesce(d.conflict, false) AS conflict,
       s.id IS NOT NULL AS scored,
       EXISTS (SELECT 1 FROM scored_places p WHERE p.review_id = r.id) AS closed
  FROM reviews r
  LEFT JOIN conflict_declarations d ON d.application_id = r.application_id AND d.user_id = $2
  LEFT JOIN scores s ON s.review_id = r.id AND s.expert_id = $2
 WHERE r.id = ANY($1)
"""
_POINTS: Final = msgspec.json.Decoder(dict[str, int])


class _Own(msgspec.Struct, frozen=True):
    points: str
    total: int
    comment: str | None
    scored_at: datetime


class _State(msgspec.Struct, frozen=True):
    review_id: UUID
    declared: bool
    conflict: bool
    scored: bool
    closed: bool


async def find_own_score(review_id: UUID, by: Identity) -> OwnScore | None:
    """None before this expert has scored."""
    found = await find_row(_Own, _OWN, review_id, by.user_id, tx=None)
    if found is None:
        return None
    return OwnScore(_POINTS.decode(found.points), found.total, found.comment, found.scored_at)


async def list_own_states(reviews: Sequence[Review], by: Identity) -> dict[UUID, ExpertState]:
    """By review, for those at the scoring; empty for whoever is not an expert."""
    scored = [review.id for review in reviews if review.stage == "score"]
    if not scored or not by.holds(Role.EXPERT):
        return {}
    states = await list_rows(_State, _STATES, scored, by.user_id, tx=None)
    return {
        state.review_id: ExpertState(state.declared, state.conflict, state.scored, state.closed)
        for state in states
    }
