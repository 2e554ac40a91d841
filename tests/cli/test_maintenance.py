"""`maintenance begin|end|show` as an operator types them, beside a server that runs."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, STDOUT

from server.stores import build_stores
from storage.redis.closing import ClosingStore
from tests.world.application import World
from tests.world.installation import environment
from tests.world.runs import PROJECT

SECONDS = 30.0


async def maintenance(world: World, *words: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server", "maintenance", *words),
        cwd=PROJECT,
        env={"PATH": "/usr/bin:/bin", **environment(world.settings)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    assert process.returncode == 0, said.decode()
    return said.decode()


async def until_status(world: World, status: int) -> None:
    deadline = time.monotonic() + SECONDS
    while (await world.anyone.get("/client")).status != status:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def test_it_closes_every_process_until_it_is_ended(world: World) -> None:
    stores = build_stores(world.settings)
    closing = ClosingStore(stores.redis, stores.keys)
    try:
        await maintenance(world, "begin", "--until", "2099-12-01 06:00")
        await until_status(world, 503)
        told = (await world.anyone.get("/options")).refused(503, "maintenance")
        assert "2099年12月1日 06:00" in told["detail"]
        assert (await world.anyone.get("//health/ready")).status == 200
        assert "2099年12月1日 06:00" in await maintenance(world, "show")
        assert await closing.open()
        await until_status(world, 200)
        assert not await closing.open()
        await closing.close(None)
        assert await closing.read() == (True, None)
        await stores.redis.set(stores.keys.record("closed"), "soon")
        assert await closing.read() == (True, None)
    finally:
        await closing.open()
        await until_status(world, 200)
        await stores.redis.aclose()
