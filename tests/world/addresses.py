"""Callers from other addresses of this machine: 127.0.0.2 and its neighbours."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from tests.world.application import World
from tests.world.client import Client


@asynccontextmanager
async def calling_from(world: World, address: str) -> AsyncIterator[Client]:
    """Nobody in particular, seen by the server under this address."""
    connector = aiohttp.TCPConnector(local_addr=(address, 0))
    async with aiohttp.ClientSession(connector=connector) as http:
        yield Client(world.url, http)
