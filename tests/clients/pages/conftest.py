"""The city whose public pages a browser opens."""

import pytest_asyncio

from tests.features.pages.ground import Ground, settle
from tests.world.application import World


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def ground(world: World) -> Ground:
    return await settle(world)
