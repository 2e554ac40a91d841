"""The whole application on a database that is emptied for each test, with second factors asked for.

For what counts everything there is, or every try of an address. Its Tortoise lives in a context,
so that the application that other tests run in this process is not disturbed.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import aiohttp
import pytest_asyncio
from sanic import Sanic

from server.app import build_app
from server.clock import Clock
from server.edge.web.serve import serve
from server.ports import Ports
from tests.world.application import MovableClock, World, quick_passwords, settings_for
from tests.world.databases import KeptDatabases, make_database, postgres_as
from tests.world.sandbox import sandbox_process
from tests.world.servers import Embedded

# Without the guards of what is only added to. To truncate makes every table's files anew, which
# takes ten times as long where there are a few rows.
_EMPTIED = """
DO $$
DECLARE one regclass;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT format('%I', tablename) FROM pg_tables
                WHERE schemaname = 'public' AND tablename NOT LIKE '%migrations%' LOOP
        EXECUTE 'DELETE FROM ' || one;
    END LOOP;
END $$
"""


async def forget(world: World) -> None:
    """Redis forgets everything that this application keeps there."""
    redis = world.ports.redis
    async for key in redis.scan_iter(f"{world.settings.redis_namespace}:*"):
        await redis.delete(key)


async def empty(world: World) -> None:
    """No row is left but those of the migrations; the time is the real one."""
    await forget(world)
    await world.fetch(_EMPTIED)
    world.clock.ahead = timedelta()
    await world.sandbox.control("reset")


@asynccontextmanager
async def apart(
    embedded: Embedded, name: str, *, ports: Mapping[str, Any] | None = None, **changes: Any
) -> AsyncIterator[World]:
    """The application on a new database of that name; `changes` go to its settings.

    `ports` take the place of its own: what it fetches for many at once (`SharedFetch`) leaves the
    context and would ask the database of the other application.
    """
    database = f"{embedded.database}_{name}"
    owner = await make_database(embedded, database)
    async with sandbox_process() as sandbox, aiohttp.ClientSession() as http:
        settings = replace(settings_for(embedded, database, sandbox.url, name), **changes)
        clock = MovableClock()
        app = build_app(settings, name=f"app-{database}-{uuid4().hex}", clock=Clock(clock.now))
        made: Ports = replace(app.ctx.ports, passwords=quick_passwords(), **(ports or {}))
        app.ctx.ports = made
        with socket.create_server(("127.0.0.1", 0)) as listening:
            listening.setblocking(False)
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            kept = KeptDatabases()
            world = World(url, http, settings, owner, made, sandbox, clock, "", kept=kept)
            await forget(world)
            try:
                async with _served(app, world, listening):
                    yield world
            finally:
                await kept.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bare_server(embedded: Embedded) -> AsyncIterator[World]:
    async with apart(embedded, "bare", staff_otp_required=True) as world:
        yield world


@asynccontextmanager
async def _served(app: Sanic, world: World, listening: socket.socket) -> AsyncIterator[None]:
    stop, ready = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        # Its connections are its own: none of them is a test's.
        async with postgres_as(world.settings.postgres_dsn):
            await serve(app, listening, stop, ready=ready)

    async def opened_already(dsn: str, *, pool_size: int = 0) -> None:
        return None

    with patch("server.app.open_postgres", opened_already):
        serving = asyncio.create_task(run())
        await asyncio.wait_for(ready.wait(), 60)
    try:
        yield
    finally:
        stop.set()
        await serving


@pytest_asyncio.fixture(loop_scope="session")
async def bare(bare_server: World) -> World:
    await empty(bare_server)
    return bare_server
