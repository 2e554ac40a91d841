"""Runs the sample application on a real socket for the tests of the edge."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession
from sanic import Sanic

from server.edge.web.serve import serve
from tests.edge.web.sample import World, sample_app

# Several applications in one process: Sanic compiles its methods anew for each only in this mode.
Sanic.test_mode = True


@dataclass
class Running:
    world: World
    app: Sanic
    port: int
    stop: asyncio.Event
    serving: asyncio.Task[None]

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@asynccontextmanager
async def running(app: Sanic, world: World, drain_seconds: float = 2) -> AsyncIterator[Running]:
    """Serve `app` until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.setblocking(False)
    stop, ready = asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(
        serve(app, listening, stop, drain_seconds=drain_seconds, ready=ready)
    )
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if serving.done():
        serving.result()
    try:
        yield Running(world, app, listening.getsockname()[1], stop, serving)
    finally:
        stop.set()
        await serving


@pytest.fixture
async def edge() -> AsyncIterator[Running]:
    world = World()
    async with running(sample_app(world), world) as server:
        yield server


@pytest.fixture
async def client(edge: Running) -> AsyncIterator[ClientSession]:
    async with ClientSession(f"http://127.0.0.1:{edge.port}") as session:
        yield session


def token(role: str) -> dict[str, str]:
    return {"authorization": f"Bearer {role}"}
