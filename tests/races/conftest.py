"""One installation of real processes for all tests that kill parts of it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.world.installation import Installation, installation
from tests.world.servers import Embedded


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def place(embedded: Embedded) -> AsyncIterator[Installation]:
    """Every test leaves it with all parts running."""
    async with installation(embedded, "races") as made:
        yield made
