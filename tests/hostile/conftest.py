"""One installation of real processes that everything hostile is sent to, and two sides in it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.world.doors import Door, doors_of_features
from tests.world.installation import Installation, installation
from tests.world.neighbours import Neighbours, settle_neighbours
from tests.world.servers import Embedded


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def place(embedded: Embedded) -> AsyncIterator[Installation]:
    """Its own servers, whose logs are read; nobody minds what becomes of its rows."""
    async with installation(embedded, "hostile") as made:
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sides(place: Installation) -> Neighbours:
    async with place.world.as_app():
        return await settle_neighbours(place.world)


@pytest.fixture(scope="session")
def doors() -> list[Door]:
    return doors_of_features()
