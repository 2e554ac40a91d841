"""Reads of applications what a line of a list shows, without papers and history."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import StageKind, Status
from storage.postgres.core.rows import list_rows

ITEM: Final = """
SELECT a.id, a.number, a.edition_id, a.track, a.rule_version_id, a.status, a.stage,
       a.enterprise_id, e.name AS enterprise_name, a.award_fen, a.submitted_at, a.filed_by,
       a.confirmed_at, a.confirm_by, a.created_at, a.updated_at,
       c.id AS claim_id, c.pool_id, c.live, c.locked_at, c.granted_fen,
       ARRAY(SELECT DISTINCT v.kind::text FROM evidence v
              WHERE v.application_id = a.id AND v.deleted_at IS NULL
                AND v.state <> 'refused') AS held_kinds
  FROM applications a
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN LATERAL (SELECT * FROM claims c WHERE c.application_id = a.id
                      ORDER BY c.sequence DESC LIMIT 1) c ON true
"""
_BY_ID: Final = f"{ITEM} WHERE a.id = ANY($1) ORDER BY array_position($1, a.id)"


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """An application with its latest claim; `held_kinds`: of its papers that were not refused."""

    id: UUID
    number: str
    edition_id: str
    track: str
    rule_version_id: UUID
    status: Status
    stage: StageKind | None
    enterprise_id: UUID | None
    enterprise_name: str | None
    award_fen: int | None
    submitted_at: datetime | None
    filed_by: str
    confirmed_at: datetime | None
    confirm_by: date | None
    created_at: datetime
    updated_at: datetime
    claim_id: UUID | None
    pool_id: UUID | None
    live: bool | None
    locked_at: datetime | None
    granted_fen: int | None
    held_kinds: frozenset[str]


async def fetch_items(application_ids: list[UUID]) -> list[ItemRow]:
    """In the order of the ids; the caller has checked that they may be seen."""
    return await list_rows(ItemRow, _BY_ID, application_ids, tx=None)
