"""Reads the places that the editions in force name: region classes, and options of a district."""

import msgspec

from models.rules.places.own import NamedPlace, OwnPlaces, own_places
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

_NAMED = """
SELECT DISTINCT v.definition #>> '{policy,region,zh}' AS region, coalesce(named.name, '') AS name
  FROM editions e
  JOIN rule_versions v ON v.id = e.current_version_id
  LEFT JOIN LATERAL (
       SELECT jsonb_array_elements_text(region -> 'districts') AS name
         FROM jsonb_array_elements(v.definition -> 'region_classes') AS region
        UNION
       SELECT option ->> 'value'
         FROM jsonb_array_elements(v.definition -> 'tracks') AS track,
              jsonb_array_elements(track -> 'facts') AS fact,
              jsonb_array_elements(fact -> 'options') AS option
        WHERE fact ->> 'name' = 'registered_district') AS named ON true
 ORDER BY region, name
"""


class _Named(msgspec.Struct, frozen=True):
    region: str
    name: str


async def read_own_places(*, tx: Tx | None = None) -> OwnPlaces:
    """Zones and cities that the divisions do not know. Raises StoreUnavailable."""
    rows = await list_rows(_Named, _NAMED, tx=tx)
    return own_places(NamedPlace(row.region, row.name) for row in rows)
