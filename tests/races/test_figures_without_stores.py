"""The figures with one store or both taken away: live, stale or 503, and live again at once."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.world.client import Answer
from tests.world.installation import Installation, publish, until


async def read(place: Installation, edition: str) -> Answer:
    return await place.world.anyone.get(f"/programmes/{edition}/quota")


async def pool(place: Installation, edition: str) -> dict[str, Any]:
    (found,) = (await read(place, edition)).ok()["pools"]
    return dict(found)


async def live_edition(place: Installation, name: str) -> str:
    """An edition whose ranking is built and whose figures are recorded."""
    edition = await publish(place.world, name)

    async def built() -> bool:
        return not (await pool(place, edition))["stale"]

    async def recorded() -> bool:
        (row,) = await place.world.fetch(
            "SELECT recorded_figures IS NOT NULL AS yes FROM pools WHERE edition_id = $1", edition
        )
        return bool(row["yes"])

    await until(built, "the ranking is built")
    await until(recorded, "the figures are recorded")
    return edition


@asynccontextmanager
async def stopped(pid: int) -> AsyncIterator[None]:
    """A process that neither answers nor ends inside the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_figures_are_live_while_the_database_is_gone(place: Installation) -> None:
    edition = await live_edition(place, "figures-no-database")
    await place.kill("postgres")
    try:
        for _ in range(50):
            assert not (await pool(place, edition))["stale"]
        (await read(place, "sh-shuangtui-nowhere")).refused(503, "unavailable")
    finally:
        await place.start("postgres")


async def test_a_ranking_that_hangs_is_replaced_by_what_was_recorded(place: Installation) -> None:
    """It does not refuse, it says nothing: the readers are told after the time for an answer."""
    edition = await live_edition(place, "figures-hang")
    live = await pool(place, edition)
    async with stopped(place.running.pid("valkey")):
        stale = await pool(place, edition)
        assert stale["stale"]
        assert stale | {"as_of": "", "stale": False} == live | {"as_of": ""}
    assert not (await pool(place, edition))["stale"], "the first read after its return is live"


async def test_without_both_stores_nothing_is_promised(place: Installation) -> None:
    edition = await live_edition(place, "figures-nothing")
    async with stopped(place.running.pid("valkey")):
        await place.kill("postgres")
        try:
            (await read(place, edition)).refused(503, "unavailable")
        finally:
            await place.start("postgres")
    assert not (await pool(place, edition))["stale"]
