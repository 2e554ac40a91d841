"""Districts, cities and lines of business that are stored get the one form of each."""

from typing import Any

from models.rules.places.find import find_city, find_district
from models.rules.places.own import NamedPlace, OwnPlaces, own_places
from models.rules.places.sectors import find_sector
from tortoise import migrations
from tortoise.migrations import operations as ops

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
"""


async def to_one_form(apps: Any, editor: Any) -> None:
    """What is no option stays as it is: it shows as without an officer."""
    client = editor.client
    rows = await client.execute_query_dict(_NAMED)
    own = own_places(NamedPlace(row["region"], row["name"]) for row in rows)
    await _enterprises(client, own)
    for table in ("applications", "platforms", "grants", "recognitions"):
        known = await client.execute_query_dict(
            f"SELECT DISTINCT district FROM {table} WHERE district IS NOT NULL"
        )
        for given in (str(row["district"]) for row in known):
            found = find_district(given, own=own.zones).place
            if found is not None and found.value != given:
                await client.execute_query(
                    f"UPDATE {table} SET district = $1 WHERE district = $2", [found.value, given]
                )


async def _enterprises(client: Any, own: OwnPlaces) -> None:
    """The city of a firm, then its registry, choose among districts of one name; drafts follow."""
    rows = await client.execute_query_dict(
        "SELECT DISTINCT district, registered_city, sector, substr(uscc, 3, 6) AS registry"
        "  FROM enterprises"
    )
    for row in rows:
        given = [str(row[name]) for name in ("district", "registered_city", "sector", "registry")]
        city = find_city(given[1], own=own.cities).place
        held = given[1] if city is None else city.value
        district = find_district(given[0], city=held, registry=given[3], own=own.zones).place
        sector = find_sector(given[2])
        wanted = [
            given[0] if district is None else district.value,
            held,
            given[2] if sector is None else sector.value,
        ]
        if wanted != given[:3]:
            await client.execute_query(
                "WITH changed AS (UPDATE enterprises SET district = $1, registered_city = $2,"
                " sector = $3 WHERE district = $4 AND registered_city = $5 AND sector = $6"
                " AND substr(uscc, 3, 6) = $7 RETURNING id)"
                " UPDATE applications a SET district = $1 FROM changed c"
                " WHERE a.enterprise_id = c.id AND a.district = $4",
                [*wanted, *given],
            )


class Migration(migrations.Migration):
    dependencies = [("models", "0009_statements")]

    operations = [ops.RunPython(to_one_form, ops.RunPython.noop)]
