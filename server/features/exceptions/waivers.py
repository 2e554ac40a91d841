"""Waivers as they were granted, with who has used them; the newest first."""

from typing import Any
from uuid import UUID

import msgspec
from tortoise import connections

from models.tables.programmes import Edition
from server.audiences import READING_EDITIONS
from server.edge.web.auth import Identity
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.applications.schemas import NamedReference
from server.features.exceptions.waiver_schemas import WaivedSlot, WaiverView
from server.features.identity.scope import Scope
from storage.postgres.core.transaction import postgres_errors

_SLOTS = msgspec.json.Decoder(list[WaivedSlot])

# What one act granted: a row for each exclusion, all of the same moment.
_SELECT = """
WITH granted AS (
    SELECT array_agg(w.id ORDER BY w.id) AS ids, w.edition_id, w.track, w.uscc, w.reason,
           w.granted_by_id, w.granted_at,
           json_agg(json_build_object('exclusion', w.exclusion, 'slot', w.slot,
               'application', (SELECT a.number FROM entitlements t
                                 JOIN applications a ON a.id = t.application_id
                                WHERE t.uscc = w.uscc AND t.exclusion = w.exclusion
                                  AND t.slot = w.slot AND t.released_at IS NULL))
               ORDER BY w.id)::text AS slots
      FROM waivers w
     GROUP BY w.edition_id, w.track, w.uscc, w.reason, w.granted_by_id, w.granted_at
)
SELECT g.*, g.ids[1] AS id, e.id AS enterprise_id, e.name AS enterprise_name
  FROM granted g LEFT JOIN enterprises e ON e.uscc = g.uscc
"""
_PAGE = f"""{_SELECT} WHERE g.edition_id = $1 AND ($2::uuid IS NULL OR g.ids[1] < $2)
 ORDER BY g.ids[1] DESC LIMIT $3"""
_ONE = f"{_SELECT} WHERE g.ids[1] = $1"


async def require_edition(code: str, by: Identity, *roles: str) -> None:
    """Raises NotFound unless a grant of such a role over the whole of that edition is theirs."""
    within = Scope.of(by, *roles).editions()
    with postgres_errors():
        found = await Edition.filter(within, code=code).exists()
    if not found:
        raise NotFound()


async def list_waivers(edition: str, query: Query, *, by: Identity) -> Page[WaiverView]:
    """Raises NotFound, Invalid for a cursor that is not ours."""
    await require_edition(edition, by, *READING_EDITIONS)
    after = decode_cursor(query.cursor, tuple[UUID])
    rows = await _rows(_PAGE, [edition, after[0] if after else None, query.limit + 1])
    shown, cursor = page_of(rows, query.limit, lambda row: (row["id"],))
    return Page([_view(row) for row in shown], cursor)


async def get_waiver(waiver_id: UUID, *, by: Identity) -> WaiverView:
    """Raises NotFound."""
    rows = await _rows(_ONE, [waiver_id])
    if not rows:
        raise NotFound()
    await require_edition(rows[0]["edition_id"], by, *READING_EDITIONS)
    return _view(rows[0])


async def _rows(sql: str, values: list[Any]) -> list[dict[str, Any]]:
    with postgres_errors():
        return list(await connections.get("default").execute_query_dict(sql, values))


def _view(row: dict[str, Any]) -> WaiverView:
    known = row["enterprise_id"] is not None
    return WaiverView(
        id=row["id"],
        edition=row["edition_id"],
        track=row["track"],
        uscc=row["uscc"],
        enterprise=NamedReference(row["enterprise_id"], row["enterprise_name"]) if known else None,
        reason=row["reason"],
        granted_by=row["granted_by_id"],
        granted_at=row["granted_at"],
        slots=_SLOTS.decode(row["slots"]),
    )
