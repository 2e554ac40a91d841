"""A desk with the built console from the real product, watched all the while."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from server.edge.web.site import ENTRANCE
from tests.clients.console.desk_page import DeskPage, desk_page
from tests.clients.needed import missing
from tests.clients.sources import CLIENTS
from tests.world.application import World

BUILT = CLIENTS / "console" / "dist"


@pytest.fixture(scope="session")
def console() -> None:
    """It is built: `make test` does it first."""
    if not (BUILT / ENTRANCE).is_file():
        missing("the console is not built: `make console`")


@pytest_asyncio.fixture(loop_scope="session")
async def desk(console: None, chromium: Browser, world: World) -> AsyncIterator[DeskPage]:
    """Of nobody yet; at its end nothing was asked of others and nothing went wrong."""
    async with desk_page(chromium, world) as made:
        yield made
        made.check()
