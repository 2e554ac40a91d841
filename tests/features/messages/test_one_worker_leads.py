"""Of several workers one does the periodic work; when it is gone another takes over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.edge.jobs.lead import LEADER_LOCK, Loop, lead
from server.ports import Ports
from tests.features.messages.conftest import until, working
from tests.world.application import World


@asynccontextmanager
async def leading(dsn: str, name: str, rounds: list[str]) -> AsyncIterator[None]:
    async def act() -> None:
        rounds.append(name)

    stop = asyncio.Event()
    task = asyncio.create_task(lead(dsn, [Loop("trial", 0.02, act)], stop=stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


async def test_one_of_two_leads_and_the_other_takes_over(world: World, dsn: str) -> None:
    rounds: list[str] = []

    async def some() -> bool:
        return len(rounds) > 5

    async with leading(dsn, "first", rounds):
        await until(some, "the first leads")
        async with leading(dsn, "second", rounds):
            rounds.clear()
            await until(some, "still somebody leads")
            assert set(rounds) == {"first"}
            await _cut_the_leader(world)

            async def both() -> bool:
                return bool(rounds)

            rounds.clear()
            await until(both, "somebody leads again")
    rounds.clear()
    async with leading(dsn, "third", rounds):
        await until(some, "the lock was given back")


async def _cut_the_leader(world: World) -> None:
    rows = await world.fetch(
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l"
        " JOIN pg_database d ON d.oid = l.database"
        " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted"
        " AND (l.classid::bigint << 32) | l.objid::bigint = $1",
        LEADER_LOCK,
    )
    assert len(rows) == 1


async def test_a_loop_that_fails_goes_on(dsn: str) -> None:
    rounds: list[str] = []

    async def fail() -> None:
        rounds.append("failed")
        raise ValueError("this round went wrong")

    async def again() -> bool:
        return len(rounds) >= 3

    stop = asyncio.Event()
    task = asyncio.create_task(lead(dsn, [Loop("trial", 0.01, fail)], stop=stop))
    await until(again, "three rounds")
    stop.set()
    await asyncio.wait_for(task, 30)


async def test_readiness_and_metrics_tell_whether_a_worker_leads(
    world: World, ports: Ports, dsn: str
) -> None:
    async def state() -> str:
        return str((await world.anyone.get("//health/ready")).ok()["parts"]["jobs"]["state"])

    assert await state() == "down"
    async with working(ports, dsn):

        async def up() -> bool:
            return await state() == "up"

        await until(up, "the worker leads")
        figures = (await world.anyone.get("//metrics")).raw.decode()
        assert 'shuangtui_jobs{state="held"}' in figures
        assert "shuangtui_worker_leads 1.0" in figures
