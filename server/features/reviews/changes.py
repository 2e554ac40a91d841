"""Lists what happened to an application since its present stage was last decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from server.features.reviews.schemas import Change
from storage.postgres.core.rows import list_rows

_SINCE = """
SELECT l.at, l.actor_role, l.event, l.detail::text AS detail, w.text AS comment
  FROM audit l LEFT JOIN audit_comments w ON w.audit_id = l.id
 WHERE l.subject_kind = 'application' AND l.subject_id = $1
   AND l.at > (SELECT max(r.decided_at) FROM reviews r
                WHERE r.application_id = $1 AND r.stage = $2 AND r.state = 'done' AND r.id <> $3)
   AND l.event NOT LIKE 'review.%'
 ORDER BY l.seq
"""
_DETAIL = msgspec.json.Decoder(dict[str, Any])


class _Line(msgspec.Struct, frozen=True):
    at: datetime
    actor_role: str
    event: str
    detail: str
    comment: str | None


async def list_changes(application_id: UUID, stage: str, review_id: UUID) -> list[Change]:
    """In order; empty on the first look, when everything is new."""
    lines = await list_rows(_Line, _SINCE, application_id, stage, review_id, tx=None)
    return [
        Change(line.at, line.actor_role, line.event, _items(line.detail), line.comment)
        for line in lines
    ]


def _items(detail: str) -> list[str]:
    """Fields that were edited, items that were asked for, the kind of paper that came or went."""
    given = _DETAIL.decode(detail)
    found = given.get("fields") or given.get("items") or [given.get("kind")]
    return [str(item) for item in found if item is not None]
