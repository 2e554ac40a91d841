"""Scoring as it is read: who has scored, who is missing, the places of a closed round."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from tortoise import connections

from storage.postgres.core.transaction import postgres_errors
from storage.postgres.scores import COUNTS, UNPLACED

_STANDING = f"""
SELECT r.id AS review_id, a.id AS application_id, a.number, a.district,
       e.id AS enterprise_id, e.name AS enterprise_name,
       (SELECT count(*) FROM scores s WHERE s.review_id = r.id AND {COUNTS})::int AS scored
  FROM reviews r JOIN applications a ON a.id = r.application_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE {UNPLACED} ORDER BY a.submitted_at, a.id
"""
# Whoever holds the role now with the application in scope: have they scored, may they?
_EXPERTS = f"""
SELECT DISTINCT ON (r.id, u.id) r.id AS review_id, u.id, u.username, d.reason,
       (coalesce(d.conflict, false)
        OR EXISTS (SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
                      AND m.user_id = u.id AND m.left_at IS NULL)
        OR EXISTS (SELECT 1 FROM platforms f JOIN grants o ON o.organisation_id = f.organisation_id
                    WHERE f.id = a.platform_id AND o.user_id = u.id
                      AND o.valid_from <= $3 AND (o.valid_to IS NULL OR o.valid_to > $3))
       ) AS conflict,
       EXISTS (SELECT 1 FROM scores s WHERE s.review_id = r.id AND s.expert_id = u.id) AS scored
  FROM reviews r JOIN applications a ON a.id = r.application_id
  JOIN editions n ON n.code = a.edition_id
  JOIN grants g ON g.role = r.role AND g.valid_from <= $3
   AND (g.valid_to IS NULL OR g.valid_to > $3)
   AND (g.programme_code IS NULL OR g.programme_code = n.programme_id)
   AND (g.edition_code IS NULL OR g.edition_code = a.edition_id)
   AND (g.district IS NULL OR g.district = a.district)
  JOIN users u ON u.id = g.user_id AND u.disabled_at IS NULL
  LEFT JOIN conflict_declarations d ON d.application_id = a.id AND d.user_id = u.id
 WHERE {UNPLACED} ORDER BY r.id, u.id
"""
_PLACES = """
SELECT p.id, p.review_id, p.application_id, p.rank, p.points_sum, p.experts, p.passed,
       a.number, a.district, a.status, e.id AS enterprise_id, e.name AS enterprise_name
  FROM scored_places p JOIN applications a ON a.id = p.application_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE p.scoring_id = $1 ORDER BY p.rank, p.id
"""
# By points, so that the order in a list tells nobody who gave them.
_SHEETS = f"""
SELECT s.review_id, s.points::text AS points, s.total, s.comment
  FROM scores s JOIN reviews r ON r.id = s.review_id
 WHERE s.review_id = ANY($1) AND {COUNTS}
 ORDER BY s.review_id, s.total DESC, s.points::text, s.comment
"""
_OWN = """
SELECT points::text AS points, total, comment, scored_at FROM scores
 WHERE review_id = $1 AND expert_id = $2
"""
_STATES = """
SELECT r.id AS review_id, d.conflict, s.id IS NOT NULL AS scored
  FROM reviews r
  LEFT JOIN conflict_declarations d ON d.application_id = r.application_id AND d.user_id = $2
  LEFT JOIN scores s ON s.review_id = r.id AND s.expert_id = $2
 WHERE r.id = ANY($1)
"""
_RESULT = """
SELECT s.round, s.chosen, p.rank, p.points_sum, p.experts, p.passed,
       (SELECT count(*) FROM scored_places o WHERE o.scoring_id = s.id)::int AS ranked
  FROM scored_places p JOIN scorings s ON s.id = p.scoring_id
 WHERE p.application_id = $1 AND s.line_at IS NOT NULL ORDER BY s.round DESC LIMIT 1
"""
_POINTS = msgspec.json.Decoder(dict[str, int])


async def _read(sql: str, *values: Any) -> list[dict[str, Any]]:
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(sql, list(values))
    return list(rows)


def _with_points(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "points": _POINTS.decode(row["points"])}


async def list_standing(edition: str, track: str) -> list[dict[str, Any]]:
    """Applications to be scored, in the order of submission, with how many scores count."""
    return await _read(_STANDING, edition, track)


async def list_experts(edition: str, track: str, at: datetime) -> list[dict[str, Any]]:
    """(review, expert) for everybody who is to score them: `conflict`, `reason`, `scored`."""
    return await _read(_EXPERTS, edition, track, at)


async def list_places(scoring_id: UUID) -> list[dict[str, Any]]:
    """The places of a closed round, best first."""
    return await _read(_PLACES, scoring_id)


async def list_sheets(review_ids: list[UUID]) -> list[dict[str, Any]]:
    """Every sheet that counts: points by criterion, total and comment; never whose it is."""
    return [_with_points(row) for row in await _read(_SHEETS, review_ids)]


async def find_own_score(review_id: UUID, expert_id: UUID) -> dict[str, Any] | None:
    """What this expert gave; None before."""
    rows = await _read(_OWN, review_id, expert_id)
    return _with_points(rows[0]) if rows else None


async def expert_states(review_ids: list[UUID], expert_id: UUID) -> dict[UUID, dict[str, Any]]:
    """By review: `conflict` (None before the declaration) and whether this expert has `scored`."""
    rows = await _read(_STATES, review_ids, expert_id)
    return {row["review_id"]: row for row in rows}


async def find_scoring_result(application_id: UUID) -> dict[str, Any] | None:
    """Its place in the latest round whose line is drawn; None before."""
    rows = await _read(_RESULT, application_id)
    return rows[0] if rows else None
