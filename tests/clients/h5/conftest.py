"""A phone with the built pages from the real product, watched all the while."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from server.edge.web.site import ENTRANCE
from tests.clients.h5.phone_page import PhonePage, phone_page
from tests.clients.needed import missing
from tests.clients.wechat.output import MINIPROGRAM
from tests.world.application import World

BUILT = MINIPROGRAM / "dist" / "build" / "h5"


@pytest.fixture(scope="session")
def pages() -> None:
    """They are built: `make test` does it first."""
    if not (BUILT / ENTRANCE).is_file():
        missing("the pages under /m are not built: `make h5`")


@pytest_asyncio.fixture(loop_scope="session")
async def phone(pages: None, chromium: Browser, world: World) -> AsyncIterator[PhonePage]:
    """Of nobody yet; at its end nothing was asked of others and nothing went wrong."""
    async with phone_page(chromium, world) as made:
        yield made
        made.check()
