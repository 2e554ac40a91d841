"""One installation of real processes for all tests that kill parts of it, and a second connection."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from storage.postgres.core.connect import raw_connection
from tests.world.application import World
from tests.world.installation import Installation, installation
from tests.world.servers import Embedded


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def place(embedded: Embedded) -> AsyncIterator[Installation]:
    """Every test leaves it with all parts running."""
    async with installation(embedded, "races") as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def other(world: World) -> AsyncIterator[asyncpg.Connection]:
    """Somebody else's connection, which gives up waiting for a row after three seconds."""
    connection = await raw_connection(world.owner)
    await connection.execute("SET lock_timeout = '3s'")
    yield connection
    await connection.close()
