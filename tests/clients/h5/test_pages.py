"""Every page stands on a phone: something is there, nothing is asked of others, axe is content, and a
finger meets what it aims at."""

import json
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.clients.h5.phone_page import PhonePage, phone_page
from tests.clients.wechat.output import MINIPROGRAM
from tests.world.application import World

_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_KEPT_BEHIND = 8
_NOTHING = "01890000-0000-7000-8000-000000000000"
_ASKED = f"?id={_NOTHING}&notice={_NOTHING}"


def _pages() -> list[str]:
    told = json.loads(_COMMENT.sub("", (MINIPROGRAM / "src" / "pages.json").read_text("utf-8")))
    subs = [
        f"{package['root']}/{page['path']}"
        for package in told.get("subPackages", [])
        for page in package["pages"]
    ]
    return [page["path"] for page in told["pages"]] + subs


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def walker(pages: None, chromium: Browser, world: World) -> AsyncIterator[PhonePage]:
    """One phone for all pages, of a person without a firm: to start anew for each would take three
    times as long."""
    async with phone_page(chromium, world, device_scale_factor=1) as made:
        await made.become("walker")
        yield made


@pytest.mark.parametrize(("turn", "page"), list(enumerate(_pages())), ids=_pages())
async def test_a_page_whose_thing_is_gone(walker: PhonePage, turn: int, page: str) -> None:
    """What its address names is gone, as in an old message: it says so, and what to do."""
    if turn % _KEPT_BEHIND == 0 or walker.page.url == "about:blank":
        await walker.open(page + _ASKED)
    else:
        await walker.go(page + _ASKED)
    assert await walker.axe() == []
    assert await walker.too_small() == []
    walker.check()
    walker.wrong.clear()


@pytest.mark.parametrize("page", ["pages/home/home", "pages/follow/follow"])
async def test_as_nobody(phone: PhonePage, page: str) -> None:
    await phone.open(page)
    assert await phone.axe() == []
    assert await phone.too_small() == []


async def test_what_goes_wrong_is_seen(phone: PhonePage) -> None:
    """The watch itself: a request to others, a style that the policy refuses, an error."""
    await phone.open("pages/home/home")
    await phone.page.evaluate(
        """() => {
            fetch('https://example.com/').catch(() => undefined)
            document.head.append(Object.assign(document.createElement('style'), {innerText: 'a{}'}))
            setTimeout(() => { throw new Error('a fault') })
            return new Promise(resolve => setTimeout(resolve, 100))
        }"""
    )
    kinds = {one.partition(":")[0] for one in phone.wrong}
    assert {"policy", "page"} <= kinds
    phone.expected.append("")
