"""Reads the places that the editions in force name: region classes, and options of a district.

A rule version never changes once published, so what each names is kept in this process; which are
in force is read each time.
"""

from typing import Final
from uuid import UUID

import msgspec

from models.rules.places.own import NamedPlace, OwnPlaces, own_places
from storage.postgres.core.rows import list_ids, list_rows
from storage.postgres.core.transaction import Tx

_IN_FORCE = "SELECT current_version_id AS id FROM editions WHERE current_version_id IS NOT NULL"
_NAMED = """
SELECT DISTINCT v.id, v.definition #>> '{policy,region,zh}' AS region,
       coalesce(named.name, '') AS name
  FROM rule_versions v
  LEFT JOIN LATERAL (
       SELECT jsonb_array_elements_text(region -> 'districts') AS name
         FROM jsonb_array_elements(v.definition -> 'region_classes') AS region
        UNION
       SELECT option ->> 'value'
         FROM jsonb_array_elements(v.definition -> 'tracks') AS track,
              jsonb_array_elements(track -> 'facts') AS fact,
              jsonb_array_elements(fact -> 'options') AS option
        WHERE fact ->> 'name' = 'registered_district') AS named ON true
 WHERE v.id = ANY($1::uuid[])
"""
# Some dozens of names for each version that was ever in force while this process runs.
_known: Final[dict[UUID, set[tuple[str, str]]]] = {}


class _Named(msgspec.Struct, frozen=True):
    id: UUID
    region: str
    name: str


async def read_own_places(*, tx: Tx | None = None) -> OwnPlaces:
    """Zones and cities that the divisions do not know. Raises StoreUnavailable."""
    in_force = await list_ids(_IN_FORCE, tx=tx)
    unread = [version for version in in_force if version not in _known]
    if unread:
        rows = await list_rows(_Named, _NAMED, unread, tx=tx)
        _known.update({version: set() for version in unread})
        for row in rows:
            _known[row.id].add((row.region, row.name))
    named = set[tuple[str, str]]().union(*(_known[version] for version in in_force))
    return own_places(NamedPlace(*one) for one in sorted(named))
