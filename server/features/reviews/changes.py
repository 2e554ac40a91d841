"""What happened to an application since its present stage was last decided."""

from typing import Any
from uuid import UUID

import msgspec
from tortoise import connections

from server.features.reviews.schemas import Change
from storage.postgres.core.transaction import postgres_errors

_SINCE = """
SELECT l.at, l.actor_role, l.event, l.detail, w.text AS comment
  FROM audit l LEFT JOIN audit_comments w ON w.audit_id = l.id
 WHERE l.subject_kind = 'application' AND l.subject_id = $1
   AND l.at > (SELECT max(r.decided_at) FROM reviews r
                WHERE r.application_id = $1 AND r.stage = $2 AND r.state = 'done' AND r.id <> $3)
   AND l.event NOT LIKE 'review.%'
 ORDER BY l.seq
"""
_DETAIL = msgspec.json.Decoder(dict[str, Any])


async def list_changes(application_id: UUID, stage: str, review_id: UUID) -> list[Change]:
    """In order; empty on the first look, when everything is new."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(
            _SINCE, [application_id, stage, review_id]
        )
    return [
        Change(row["at"], row["actor_role"], row["event"], _items(row["detail"]), row["comment"])
        for row in rows
    ]


def _items(detail: str) -> list[str]:
    """Fields that were edited, items that were asked for, the kind of paper that came or went."""
    given = _DETAIL.decode(detail)
    found = given.get("fields") or given.get("items") or [given.get("kind")]
    return [str(item) for item in found if item is not None]
