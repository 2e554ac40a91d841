"""One real server for thousands of short lives: HTTP, a database and a Valkey of its own.

Every life begins with the same drafts: the database is put back to a copy that was made once.
Tortoise lives in contexts, not in the global fallback, so that the application that other tests
run in this process is not disturbed.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from contextvars import Context, copy_context
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar
from unittest.mock import patch

import aiohttp
from tortoise import connections
from tortoise.context import TortoiseContext

from server.app import build_app
from server.clock import Clock
from server.edge.jobs.lead import Loop
from server.edge.web.serve import serve
from server.features.quota.ranking import RankedMarks, Ranker
from server.ports import Ports
from server.worker import loops
from storage.errors import StoreUnavailable
from storage.postgres.core.connect import tortoise_config
from storage.postgres.core.transaction import postgres_errors
from tests.line.database import Database
from tests.line.drafts import Drafts, make_drafts
from tests.line.valkey import OwnValkey
from tests.line.wire import Traffic, Wire
from tests.world.application import MovableClock, World, settings_for
from tests.world.databases import APP_PASSWORD, make_database
from tests.world.sandbox import sandbox_process
from tests.world.servers import Embedded

Result = TypeVar("Result")
LATER = timedelta(seconds=30)
"""The worker's clock ahead of the server's: whatever was not ranked has waited long enough."""


@dataclass
class Place:
    """`run` does a step as the server or, with `as_worker`, as the worker would."""

    loop: asyncio.AbstractEventLoop
    world: World
    database: Database
    valkey: OwnValkey
    app: Any
    server: Context
    worker: Context
    worker_dsn: str
    ports: Ports
    drafts: Drafts
    base: str = ""
    traffic: Traffic = field(default_factory=Traffic)
    worker_clock: MovableClock = field(default_factory=lambda: MovableClock(LATER))
    loops: dict[str, Loop] = field(default_factory=dict)
    worker_ports: Ports = field(init=False)

    def __post_init__(self) -> None:
        self.begin_anew()

    def run(self, step: Coroutine[Any, Any, Result], *, as_worker: bool = False) -> Result:
        return self.loop.run_until_complete(self.task(step, as_worker=as_worker))

    def task(
        self, step: Coroutine[Any, Any, Result], *, as_worker: bool = False
    ) -> asyncio.Task[Result]:
        context = (self.worker if as_worker else self.server).copy()
        return self.loop.create_task(step, context=context)

    def begin_anew(self) -> None:
        """New processes, as far as they remember anything: the server's marks, the worker's loops."""
        self.traffic.forget()
        quota = self.ports.quota
        wire = Wire(quota.client, quota.keys, quota.stream_most, self.traffic)
        self.app.ctx.ports = replace(self.ports, quota=wire, ranker=Ranker(wire, RankedMarks()))
        clock = Clock(self.worker_clock.now)
        self.worker_ports = replace(
            self.ports, quota=wire, clock=clock, ranker=Ranker(wire, RankedMarks())
        )
        self.loops = {one.name: one for one in loops(self.worker_ports, self.worker_dsn)}

    async def fresh(self) -> None:
        """The drafts as they were made, and an empty Redis."""
        await self.restore(self.base)
        self.valkey.forget()
        await self.ports.redis.flushall()
        self.begin_anew()

    async def restore(self, copy: str) -> None:
        await self.database.restore(copy)
        await self.reconnect()

    async def backup(self) -> str:
        copy = await self.database.copy()
        await self.reconnect()
        return copy

    async def reconnect(self) -> None:
        """Every pooled connection was cut; a client that asks again gets a new one."""
        for context in (self.server, self.worker):
            await self.loop.create_task(_answering(), context=context.copy())


async def _answering() -> None:
    async with asyncio.timeout(30):
        while True:
            with suppress(StoreUnavailable), postgres_errors():
                await connections.get("default").execute_query("SELECT 1")
                return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def open_place(embedded: Embedded) -> AsyncIterator[Place]:
    """Everything is started, and the drafts are made."""
    valkey = OwnValkey()
    await valkey.start()
    database = Database(embedded.postgres, f"{embedded.database}_line")
    stop, ready = asyncio.Event(), asyncio.Event()
    made: list[Place] = []
    keeper = asyncio.create_task(_keep(embedded, database, valkey, stop, ready, made=made))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({keeper, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if keeper.done():
        keeper.result()
    try:
        yield made[0]
    finally:
        stop.set()
        await keeper
        await database.end()
        await valkey.end()


async def _keep(
    embedded: Embedded,
    database: Database,
    valkey: OwnValkey,
    stop: asyncio.Event,
    ready: asyncio.Event,
    *,
    made: list[Place],
) -> None:
    """A task has a context of its own; what it opens there, this process's other tests do not see."""
    worker_dsn = await _make_database(embedded, database)
    worker_context = copy_context()
    worker = await asyncio.create_task(_open_tortoise(worker_dsn), context=worker_context)
    share = replace(embedded, redis_url=valkey.url)
    async with sandbox_process() as sandbox, aiohttp.ClientSession() as http:
        settings = settings_for(share, database.name, sandbox.url, "line")
        server = await _open_tortoise(settings.postgres_dsn)
        clock = MovableClock()
        app = build_app(settings, name=f"app-{database.name}", clock=Clock(clock.now))
        ports: Ports = app.ctx.ports
        async with _served(app) as url:
            world = World(url, http, settings, "", ports, sandbox, clock, "")
            world.owner = embedded.postgres.dsn(database.name)
            drafts = await make_drafts(world, database)
            place = Place(
                asyncio.get_running_loop(),
                world,
                database,
                valkey,
                app,
                copy_context(),
                worker_context,
                worker_dsn,
                ports,
                drafts,
            )
            place.base = await place.backup()
            made.append(place)
            ready.set()
            await stop.wait()
        await server.close_connections()
        await asyncio.create_task(worker.close_connections(), context=worker_context)


async def _open_tortoise(dsn: str) -> TortoiseContext:
    context = TortoiseContext()
    await context.__aenter__()
    config = tortoise_config(dsn, pool_size=4)
    # Connections that are cut when the database is put back need not come back by themselves.
    config["connections"]["default"]["credentials"]["minsize"] = 0
    await context.init(config=config)
    return context


@asynccontextmanager
async def _served(app: Any) -> AsyncIterator[str]:
    async def opened_already(dsn: str, *, pool_size: int = 0) -> None:
        return None

    stop, ready = asyncio.Event(), asyncio.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        with patch("server.app.open_postgres", opened_already):
            serving = asyncio.create_task(serve(app, listening, stop, ready=ready))
            waiting = asyncio.create_task(ready.wait())
            await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stop.set()
            await serving


async def _make_database(embedded: Embedded, database: Database) -> str:
    """The database with its schema; the DSN of the worker."""
    await make_database(embedded, database.name)
    return embedded.postgres.dsn(database.name, user="shuangtui_worker", password=APP_PASSWORD)
