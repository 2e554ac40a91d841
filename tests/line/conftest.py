"""The place where the line is tried out, one for the tests of a module."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.line.place import Place, open_place
from tests.world.servers import Embedded


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(embedded: Embedded) -> AsyncIterator[Place]:
    async with open_place(embedded) as opened:
        yield opened
