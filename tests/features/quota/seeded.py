"""A long line at once: copies of one submitted application with its claim and its review."""

from typing import Any
from uuid import UUID

from server.features.quota.rebuild import rebuild
from tests.world.application import World
from tests.world.written_columns import written_columns

_COPIES = """
WITH made AS (
    INSERT INTO applications ({columns}) SELECT {columns} FROM (
    SELECT r.* FROM applications a, generate_series(1, $2) n,
           jsonb_populate_record(a, jsonb_build_object(
               'id', gen_random_uuid(), 'number', a.number || '-' || n)) r
     WHERE a.id = $1) copies RETURNING id
), reviewed AS (
    INSERT INTO reviews
    SELECT r.* FROM reviews v, made, jsonb_populate_record(v, jsonb_build_object(
               'id', gen_random_uuid(), 'application_id', made.id)) r
     WHERE v.application_id = $1 AND v.state = 'open'
)
INSERT INTO claims
SELECT r.* FROM claims c, made, jsonb_populate_record(c, jsonb_build_object(
           'id', gen_random_uuid(), 'application_id', made.id,
           'sequence', nextval('claim_sequence'))) r
 WHERE c.application_id = $1
"""
_LINE = """
SELECT c.id, c.application_id, c.state, c.told_state, c.live, a.status
  FROM claims c JOIN applications a ON a.id = c.application_id JOIN pools p ON p.id = c.pool_id
 WHERE p.edition_id = $1 ORDER BY c.later_at, c.earlier_at, c.sequence
"""


async def lengthen(world: World, application_id: str, copies: int) -> UUID:
    """So many more like it behind it in its line, ranked; the pool's id."""
    columns = await written_columns(world, "applications")
    await world.fetch(_COPIES.format(columns=columns), application_id, copies)
    (row,) = await world.fetch(
        "SELECT pool_id FROM claims WHERE application_id = $1", application_id
    )
    pool_id: UUID = row["pool_id"]
    await rebuild(world.settings.postgres_dsn, pool_id, at_least=1, quota=world.ports.quota)
    return pool_id


async def line_of(world: World, edition: str) -> list[Any]:
    """Its claims in key order, with what is recorded of them."""
    return await world.fetch(_LINE, edition)
