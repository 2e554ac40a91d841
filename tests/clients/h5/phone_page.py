"""A phone's browser with the pages of the mini-program: whose it is, what it shows, what went wrong."""

import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser

from tests.clients.watched_page import WatchedPage, watched_page
from tests.world.application import World
from tests.world.client import Person

_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; V2283A) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Mobile Safari/537.36"
)
SCREEN: Any = {"width": 390, "height": 844}
# Half a pixel is a matter of rounding.
_SMALL = """() => {
    const touched = ['uni-button', 'uni-input', 'uni-textarea', '[tabindex="0"]'].concat(
        ['button', 'link', 'radio', 'checkbox', 'switch', 'tab'].map(role => `[role=${role}]`))
    const said = (it, box) => `${box.width}×${box.height} ${it.ariaLabel ?? it.innerText ?? it.id}`
    return [...document.querySelectorAll(touched.join())]
        .map(it => [it, it.getBoundingClientRect()])
        .filter(([it, box]) => box.width > 0 && Math.min(box.width, box.height) < 43.5)
        .map(([it, box]) => said(it, box))
}"""
_KEPT_SESSION = """([origin, kept]) => {
    if (location.origin === origin && !localStorage.getItem('session'))
        localStorage.setItem('session', kept)
}"""


@dataclass
class PhonePage(WatchedPage):
    """Its person touches the screen; the title stands in uni's bar, no heading and no landmark."""

    axe_leaves_out = ("page-has-heading-one", "region")

    async def open(self, path: str = "") -> None:
        """A page by its path and query, such as `pages/home/home`, as if it were opened cold."""
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.world.url}/m/{f'#/{path}' if path else ''}")
        await self.settled(path)

    async def go(self, path: str) -> None:
        """As a link would, which costs a fifth of opening it cold."""
        await self.page.evaluate("to => { location.hash = to }", f"#/{path}")
        await self.settled(path)

    async def settled(self, path: str = "") -> None:
        """Until that page says something, and no lines hold the place of more; or asks who it is."""
        which = f'uni-page[data-page="{path.partition("?")[0]}"]' if path else "uni-page"
        there = f"{which} uni-page-body:visible:not(:has(.skeleton:visible))"
        body = self.page.locator(there).filter(has_text=re.compile(r"\S"))
        await body.or_(self.page.locator("[role=dialog]:visible")).first.wait_for()

    async def become(self, name: str) -> Person:
        """From now on the phone of that person, who has agreed to the privacy text."""
        person = await self.world.wechat(name)
        await self.hold(person)
        return person

    async def hold(self, person: Person) -> None:
        """From now on the phone of somebody who is known already."""
        kept = {"type": "object", "data": {"token": person.token, "user": person.user}}
        given = json.dumps([self.world.url, json.dumps(kept)])
        await self.context.add_init_script(f"({_KEPT_SESSION})({given})")

    async def tap(self, words: str, *, exact: bool = False) -> None:
        """Put a finger on it: uni's inner texts take no events, so by its place."""
        found = self.text(words, exact=exact)
        await found.wait_for()
        await found.scroll_into_view_if_needed()
        box = await found.bounding_box()
        assert box is not None, words
        await self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    async def too_small(self) -> list[str]:
        """What is shown to be touched and has less than 44 × 44 pixels."""
        return list(await self.page.evaluate(_SMALL))


@asynccontextmanager
async def phone_page(chromium: Browser, world: World, **differing: Any) -> AsyncIterator[PhonePage]:
    """A context of its own, 390×844, touched; `differing` goes to the context."""
    usual: Any = {
        "viewport": SCREEN,
        "device_scale_factor": 1.5 if "PICTURES" in os.environ else 1,
        "has_touch": True,
        "is_mobile": True,
        "user_agent": _AGENT,
    }
    async with watched_page(PhonePage, chromium, world, **(usual | differing)) as made:
        yield made
