"""Lists waivers as they were granted, with who has used them; the newest first."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.tables.programmes import Edition
from server.edge.web.auth import Identity
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.applications.schemas import NamedReference
from server.features.exceptions.waiver_schemas import WaivedSlot, WaiverView
from server.features.identity.scope import Scope
from server.roles import READING_EDITIONS
from storage.postgres.core.rows import find_row, list_rows
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


class _Granted(msgspec.Struct, frozen=True):
    """What one act granted; `slots` is JSON."""

    id: UUID
    edition_id: str
    track: str
    uscc: str
    reason: str
    granted_by_id: UUID
    granted_at: datetime
    slots: str
    enterprise_id: UUID | None
    enterprise_name: str | None


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
    before = after[0] if after else None
    granted = await list_rows(_Granted, _PAGE, edition, before, query.limit + 1, tx=None)
    shown, cursor = page_of(granted, query.limit, lambda waiver: (waiver.id,))
    return Page([_view(waiver) for waiver in shown], cursor)


async def get_waiver(waiver_id: UUID, *, by: Identity) -> WaiverView:
    """Raises NotFound."""
    granted = await find_row(_Granted, _ONE, waiver_id, tx=None)
    if granted is None:
        raise NotFound()
    await require_edition(granted.edition_id, by, *READING_EDITIONS)
    return _view(granted)


def _view(granted: _Granted) -> WaiverView:
    firm_id, firm_name = granted.enterprise_id, granted.enterprise_name
    return WaiverView(
        id=granted.id,
        edition=granted.edition_id,
        track=granted.track,
        uscc=granted.uscc,
        enterprise=NamedReference(firm_id, firm_name) if firm_id and firm_name else None,
        reason=granted.reason,
        granted_by=granted.granted_by_id,
        granted_at=granted.granted_at,
        slots=_SLOTS.decode(granted.slots),
    )
