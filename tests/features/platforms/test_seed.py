"""Seeding the demonstration: thirty platforms once, and nothing changed by a second start."""

from datetime import date

from server.clock import Clock
from server.features.platforms.seed import seed_platforms
from server.features.programmes.publish import publish_editions
from storage.postgres.core.connect import raw_connection
from storage.postgres.core.keyring import Keyring
from tests.world.databases import SpareDatabase, postgres_as
from tests.world.shipped import compiled, demo_platforms

KEYRING = Keyring({"k1": bytes(range(32))}, "k1", bytes(32))
_STATE = """
    SELECT (SELECT json_agg(p ORDER BY id) FROM platforms p)::text,
           (SELECT json_agg(p ORDER BY id) FROM plans p)::text,
           (SELECT json_agg(p ORDER BY id) FROM payees p)::text,
           (SELECT json_agg(p ORDER BY id) FROM participations p)::text,
           (SELECT json_agg(p ORDER BY id) FROM organisations p)::text
"""


async def state(database: SpareDatabase) -> tuple[str, ...]:
    connection = await raw_connection(database.owner)
    try:
        return tuple(await connection.fetchrow(_STATE))
    finally:
        await connection.close()


async def test_a_second_start_changes_nothing(spare_database: SpareDatabase) -> None:
    entries, clock = demo_platforms(), Clock()
    demo = compiled("demo", date(2026, 11, 1))
    async with postgres_as(spare_database.owner):
        await publish_editions([demo], clock=clock)

    async def seed() -> int:
        async with postgres_as(spare_database.app):
            return await seed_platforms(
                entries,
                demo.edition.code,
                keyring=KEYRING,
                clock=clock,
            )

    assert await seed() == len(entries) >= 30
    before = await state(spare_database)
    assert await seed() == 0
    assert await state(spare_database) == before
    for sql in (
        "UPDATE platforms SET summary = '自己改过' WHERE name = $1",
        "UPDATE participations SET withdrawn_at = now() WHERE platform_id ="
        " (SELECT id FROM platforms WHERE name = $1)",
    ):
        connection = await raw_connection(spare_database.owner)
        await connection.execute(sql, entries[0].name)
        await connection.close()
    changed = await state(spare_database)
    assert changed != before
    assert await seed() == 0
    assert await state(spare_database) == changed
