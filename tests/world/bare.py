"""The whole application on a database that is emptied for each test, with second factors asked for.

For what counts everything there is, or every try of an address. Its Tortoise lives in a context,
so that the application that other tests run in this process is not disturbed.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import aiohttp
import pytest_asyncio
from sanic import Sanic

from server.app import build_app
from server.clock import Clock
from server.edge.web.serve import serve
from server.ports import Ports
from tests.world.application import MovableClock, World, quick_passwords, settings_for
from tests.world.databases import make_database
from tests.world.sandbox import sandbox_process
from tests.world.servers import Embedded

_NAMESPACE = "bare"
_TABLES = """
SELECT string_agg(format('%I', tablename), ', ') AS all FROM pg_tables
 WHERE schemaname = 'public' AND tablename NOT LIKE '%migrations%'
"""


async def forget(world: World) -> None:
    """Redis forgets everything that this application keeps there."""
    redis = world.ports.redis
    async for key in redis.scan_iter(f"{world.settings.redis_namespace}:*"):
        await redis.delete(key)


async def empty(world: World) -> None:
    """No row is left but those of the migrations; the time is the real one."""
    await forget(world)
    (row,) = await world.fetch(_TABLES)
    await world.fetch(f"TRUNCATE {row['all']} CASCADE")
    world.clock.ahead = timedelta()
    await world.sandbox.control("reset")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bare_server(embedded: Embedded) -> AsyncIterator[World]:
    database = f"{embedded.database}_{_NAMESPACE}"
    owner = await make_database(embedded, database)
    async with sandbox_process() as sandbox, aiohttp.ClientSession() as http:
        settings = replace(
            settings_for(embedded, database, sandbox.url, _NAMESPACE), staff_otp_required=True
        )
        clock = MovableClock()
        app = build_app(settings, name=f"app-{database}", clock=Clock(clock.now))
        ports: Ports = replace(app.ctx.ports, passwords=quick_passwords())
        app.ctx.ports = ports
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.setblocking(False)
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            world = World(url, http, settings, owner, ports, sandbox, clock, "")
            async with _served(app, world, listening):
                yield world


@asynccontextmanager
async def _served(app: Sanic, world: World, listening: socket.socket) -> AsyncIterator[None]:
    stop, ready = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        async with world.as_app():
            await serve(app, listening, stop, ready=ready)

    async def opened_already(dsn: str, *, pool_size: int = 0) -> None:
        return None

    with patch("server.app.open_postgres", opened_already):
        serving = asyncio.create_task(run())
        await asyncio.wait_for(ready.wait(), 20)
    try:
        yield
    finally:
        stop.set()
        await serving


@pytest_asyncio.fixture(loop_scope="session")
async def bare(bare_server: World) -> World:
    await empty(bare_server)
    return bare_server
