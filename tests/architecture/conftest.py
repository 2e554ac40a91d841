"""The routes of the running application, and two sides that are strangers to each other."""

import pytest_asyncio
from sanic import Sanic

from tests.world.application import World
from tests.world.doors import Door, doors_of
from tests.world.neighbours import Neighbours, settle_neighbours


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def neighbours(world: World) -> Neighbours:
    return await settle_neighbours(world)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def doors(world: World, app_database: str) -> list[Door]:
    return doors_of(Sanic.get_app(f"app-{app_database}-app"))
