"""One installation of real processes for all tests that kill parts of it."""

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.fixtures.installation import Installation, installation


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def place() -> AsyncIterator[Installation]:
    """Every test leaves it with all parts running."""
    async with installation() as made:
        yield made
