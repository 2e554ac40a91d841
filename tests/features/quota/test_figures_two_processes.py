"""What one process has answered is in the next read from another, however many read meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from server.features.quota.figures import ShownQuota
from server.features.quota.live_figures import LiveFigures
from tests.features.quota.another_process import another_process
from tests.world.application import World
from tests.world.client import Client, Person

_READERS = 8


async def funded(client: Client, edition: str) -> int:
    (pool,) = (await client.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert not pool["stale"]
    return int(pool["funded"])


@asynccontextmanager
async def crowd(edition: str, *clients: Client) -> AsyncIterator[None]:
    """Others who read all the time, so that a fetch is always under way."""
    over = asyncio.Event()

    async def keep_reading(client: Client) -> None:
        while not over.is_set():
            await funded(client, edition)

    reading = [asyncio.create_task(keep_reading(one)) for one in clients * _READERS]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*reading)


async def submit_and_read(
    world: World, edition: str, way: list[tuple[Client, Client]]
) -> list[tuple[int, int]]:
    """For each (through, by): submit through one process, read by the other; (expected, read)."""
    people = [await world.sme() for _ in way]
    ready = [await person.ready(edition) for person in people]
    seen = []
    for number, (through, by) in enumerate(way, start=1):
        person = Person(through.url, world.http, people[number - 1].headers)
        done = await person.post(f"/applications/{ready[number - 1]['id']}/submit")
        assert done.ok()["queue"]["state"] == "funded"
        seen.append((number, await funded(by, edition)))
    return seen


async def test_each_process_sees_at_once_what_the_other_has_answered(
    world: World, quick_path: Path
) -> None:
    edition = await world.publish()
    async with another_process(world, quick_path) as there:
        here = world.anyone
        async with crowd(edition, here, there):
            both_ways = [(here, there), (there, here), (here, here), (there, there)] * 2
            seen = await submit_and_read(world, edition, both_ways)
        assert seen == [(number, number) for number in range(1, len(both_ways) + 1)]


async def test_figures_kept_for_a_time_would_not_show_it(
    world: World, quick_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above: the usual cache, forgotten at each change of this process."""
    kept: dict[str, ShownQuota] = {}
    real = LiveFigures.show

    async def show(self: LiveFigures, edition: str) -> ShownQuota:
        if edition not in kept:
            kept[edition] = await real(self, edition)
        return kept[edition]

    monkeypatch.setattr(LiveFigures, "show", show)
    edition = await world.publish()
    async with another_process(world, quick_path) as there:
        assert await funded(world.anyone, edition) == 0
        assert await submit_and_read(world, edition, [(there, world.anyone)]) == [(1, 0)]


async def test_joining_a_fetch_under_way_would_not_show_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other control: a shared answer may be older than the question, unless it is the next."""
    edition, port = await world.publish(), Held(world.ports.quota)
    figures = LiveFigures(port, world.ports.clock, world.ports.tasks)
    under_way = asyncio.create_task(figures.show(edition))
    await port.answered.wait()
    person = await world.sme()
    await person.submitted(edition)
    asked_after = asyncio.create_task(figures.show(edition))
    await asyncio.sleep(0)
    port.hold.set()
    assert b'"funded":0' in (await under_way).body
    assert b'"funded":1' in (await asked_after).body


class Held:
    """The ranking, whose first answer is kept back on the way until `hold` is set."""

    def __init__(self, quota: Any) -> None:
        self.quota = quota
        self.answered, self.hold = asyncio.Event(), asyncio.Event()

    async def figures_of(self, pool_ids: Any) -> Any:
        found = await self.quota.figures_of(pool_ids)
        self.answered.set()
        await self.hold.wait()
        return found
