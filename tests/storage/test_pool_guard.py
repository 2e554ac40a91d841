"""The guard under the lock decision: no statement, however many at once, oversells a pool."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from storage.postgres.core.connect import raw_connection
from tests.world.application import World

AMOUNT, PLACES_LEFT, CLAIMS, AT_ONCE = 100, 7, 60, 12


@pytest.fixture
async def pool_id(world: World) -> AsyncIterator[UUID]:
    """A pool with money for seven claims, and sixty claims of its own that ask for it."""
    edition = await world.publish(budget_fen=PLACES_LEFT * AMOUNT + 50)
    (pool,) = await world.fetch("SELECT id FROM pools WHERE edition_id = $1", edition)
    await world.fetch(
        """
        INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places,
                            live, version, ranked_version, recorded_epoch, recorded_revision, state,
                            passed_at, touched_at, created_at)
        SELECT gen_random_uuid(), gen_random_uuid(), $1, now(), now(), $2, 1, true, 1, 1, 0, 0,
               'pending', now(), now(), now()
          FROM generate_series(1, $3)
        """,
        pool["id"],
        AMOUNT,
        CLAIMS,
    )
    yield pool["id"]
    # Without an application they are of no use to anybody else.
    await world.fetch("DELETE FROM claims WHERE pool_id = $1", pool["id"])


async def lock_all_at_once(dsn: str, pool_id: UUID) -> int:
    """Lock every claim by a bare UPDATE from many connections; how many went through."""
    connections = [await raw_connection(dsn) for _ in range(AT_ONCE)]
    try:
        rows = await connections[0].fetch("SELECT id FROM claims WHERE pool_id = $1", pool_id)
        waiting = [row["id"] for row in rows]
        done = await asyncio.gather(*(_lock_some(one, waiting) for one in connections))
        return sum(done)
    finally:
        for connection in connections:
            await connection.close()


async def _lock_some(connection: asyncpg.Connection, waiting: list[UUID]) -> int:
    locked = 0
    while waiting:
        claim_id = waiting.pop()
        try:
            await connection.execute(
                "UPDATE claims SET locked_at = now(), granted_fen = amount_fen WHERE id = $1",
                claim_id,
            )
        except asyncpg.CheckViolationError:
            continue
        locked += 1
    return locked


async def locked_sum(world: World, pool_id: UUID) -> int:
    (row,) = await world.fetch(
        "SELECT coalesce(sum(granted_fen), 0)::bigint AS fen FROM claims"
        " WHERE pool_id = $1 AND locked_at IS NOT NULL",
        pool_id,
    )
    return int(row["fen"])


async def test_concurrent_locks_stop_at_the_budget(world: World, pool_id: UUID) -> None:
    locked = await lock_all_at_once(world.settings.postgres_dsn, pool_id)
    assert locked == PLACES_LEFT
    (pool,) = await world.fetch("SELECT * FROM pools WHERE id = $1", pool_id)
    assert pool["locked_fen"] == PLACES_LEFT * AMOUNT == await locked_sum(world, pool_id)
    assert pool["locked_places"] == PLACES_LEFT
    (ledger,) = await world.fetch(
        "SELECT sum(amount_fen)::bigint AS fen, sum(places)::int AS places FROM pool_ledger"
        " WHERE pool_id = $1 AND kind IN ('lock', 'release')",
        pool_id,
    )
    assert (ledger["fen"], ledger["places"]) == (pool["locked_fen"], pool["locked_places"])


async def test_without_the_guard_the_same_locks_oversell(world: World, pool_id: UUID) -> None:
    """The negative control: it is the trigger, and nothing else, that held the line."""
    owner = await raw_connection(world.owner)
    try:
        await owner.execute("ALTER TABLE claims DISABLE TRIGGER claims_guard_pool")
        assert await lock_all_at_once(world.settings.postgres_dsn, pool_id) == CLAIMS
        assert await locked_sum(world, pool_id) == CLAIMS * AMOUNT > PLACES_LEFT * AMOUNT + 50
    finally:
        await owner.execute(
            f"UPDATE claims SET locked_at = NULL, granted_fen = NULL WHERE pool_id = '{pool_id}'"
        )
        await owner.execute("ALTER TABLE claims ENABLE TRIGGER claims_guard_pool")
        await owner.close()


async def test_a_released_claim_gives_its_money_back(world: World, pool_id: UUID) -> None:
    await lock_all_at_once(world.settings.postgres_dsn, pool_id)
    app = await raw_connection(world.settings.postgres_dsn)
    try:
        await app.execute(
            "UPDATE claims SET locked_at = NULL, granted_fen = NULL, live = false WHERE id ="
            " (SELECT id FROM claims WHERE pool_id = $1 AND locked_at IS NOT NULL LIMIT 1)",
            pool_id,
        )
        (pool,) = await world.fetch("SELECT * FROM pools WHERE id = $1", pool_id)
        assert pool["locked_fen"] == (PLACES_LEFT - 1) * AMOUNT
        free = "SELECT id FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL LIMIT 2"
        first, second = [row["id"] for row in await app.fetch(free, pool_id)]
        lock = "UPDATE claims SET locked_at = now(), granted_fen = amount_fen WHERE id = $1"
        await app.execute(lock, first)
        with pytest.raises(asyncpg.CheckViolationError):
            await app.execute(lock, second)
    finally:
        await app.close()


async def test_raising_what_is_granted_is_measured_too(world: World, pool_id: UUID) -> None:
    app = await raw_connection(world.settings.postgres_dsn)
    try:
        (claim,) = await app.fetch("SELECT id FROM claims WHERE pool_id = $1 LIMIT 1", pool_id)
        grant = "UPDATE claims SET locked_at = now(), granted_fen = $2 WHERE id = $1"
        await app.execute(grant, claim["id"], 750)
        with pytest.raises(asyncpg.CheckViolationError):
            await app.execute(grant, claim["id"], 751)
        with pytest.raises(asyncpg.PostgresError, match="a claim stays in its pool"):
            await app.execute("UPDATE claims SET pool_id = $2 WHERE id = $1", claim["id"], uuid4())
    finally:
        await app.close()


async def test_the_budget_cannot_fall_below_what_is_locked(world: World, pool_id: UUID) -> None:
    await lock_all_at_once(world.settings.postgres_dsn, pool_id)
    app = await raw_connection(world.settings.postgres_dsn)
    try:
        with pytest.raises(asyncpg.CheckViolationError):
            await app.execute("UPDATE pools SET budget_fen = 699 WHERE id = $1", pool_id)
        with pytest.raises(asyncpg.CheckViolationError):
            await app.execute("UPDATE pools SET places = 6 WHERE id = $1", pool_id)
        await app.execute("UPDATE pools SET budget_fen = 700, places = 7 WHERE id = $1", pool_id)
    finally:
        await app.close()


async def test_a_new_claim_does_not_touch_its_pools_row(world: World, pool_id: UUID) -> None:
    """A rush of submissions must not queue up at one row: a held pool stops no new claim."""
    holding = await raw_connection(world.owner)
    try:
        async with holding.transaction():
            await holding.execute("SELECT 1 FROM pools WHERE id = $1 FOR UPDATE", pool_id)
            app = await raw_connection(world.settings.postgres_dsn)
            try:
                await app.execute("SET lock_timeout = '2s'")
                await app.execute(
                    "INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at,"
                    " amount_fen, places, live, version, ranked_version, recorded_epoch,"
                    " recorded_revision, state, touched_at, created_at) VALUES"
                    " (gen_random_uuid(), gen_random_uuid(), $1, now(), now(), 1, 1, true, 1, 1, 0,"
                    "  0, 'pending', now(), now())",
                    pool_id,
                )
            finally:
                await app.close()
    finally:
        await holding.close()
