"""What the tests of large uploads share."""

import pytest

from tests.features.uploads.tus import Sender
from tests.world.application import World


@pytest.fixture
async def sender(world: World) -> Sender:
    return Sender(world, await world.staff("platform", platform_id=await world.platform_id()))
