"""A title is withdrawn while its holder is carried over into a new edition."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from server.features.recognitions.carry_over import carry_over
from tests.features.recognitions.path import publish_round, titled
from tests.world.application import MovableClock, World

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1"


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Titles are granted by moving it."""


async def test_who_is_withdrawn_at_that_moment_is_not_carried_over(world: World) -> None:
    held = await publish_round(world, "carry-1")
    _, _, entry = await titled(world, held)
    following = await publish_round(world, "carry-2")
    connection = await asyncpg.connect(world.owner)
    withdrawing = connection.transaction()
    await withdrawing.start()
    try:
        # As far as `withdraw_entry` is before it commits.
        await connection.execute(
            "UPDATE recognitions SET state = 'withdrawn', withdrawn_on = current_date"
            " WHERE id = $1",
            UUID(entry["id"]),
        )
        async with world.as_owner():
            carried = asyncio.create_task(carry_over([following.code], clock=world.ports.clock))
            await asyncio.wait_for(_held_up(world, carried), 60)
            await withdrawing.commit()
            await carried
    finally:
        await connection.close()
    found = (
        await world.anyone.get(f"/programmes/{following.code}/platforms", params={"limit": "100"})
    ).ok()
    assert entry["platform_id"] not in [item["id"] for item in found["items"]]


async def _held_up(world: World, task: "asyncio.Task[int]") -> None:
    """Until the other waits for the title, or has not waited."""
    while not task.done():
        (row,) = await world.fetch(WAITING, "%recognitions%")
        if row["count"]:
            return
        await asyncio.sleep(0.05)
