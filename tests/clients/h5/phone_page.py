"""A phone's browser with the pages of the mini-program: whose it is, what it shows, what went wrong."""

import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
)

from tests.clients.wechat.output import MINIPROGRAM
from tests.world.application import World
from tests.world.client import Person

_AGENT = (
    "Mozilla/5.0 (Linux; Android 14; V2283A) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Mobile Safari/537.36"
)
SCREEN: Any = {"width": 390, "height": 844}
WITHIN_MS = 20_000
_OWN = ("blob:", "data:", "about:")
# Chromium says so of every answer that is a refusal; what pages make of those is what tests look at.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
# The title stands in uni's bar, which is neither a heading nor a landmark.
_AXE = """axe.run(document, {
    resultTypes: ['violations'],
    rules: {'page-has-heading-one': {enabled: false}, region: {enabled: false}},
})"""
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


@cache
def _axe() -> str:
    return (MINIPROGRAM / "node_modules/axe-core/axe.min.js").read_text("utf-8")


@dataclass
class PhonePage:
    """`wrong` gathers what nobody should see; `expected` are patterns of it that a test provokes."""

    world: World
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

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

    def text(self, words: str | re.Pattern[str], *, exact: bool = False) -> Locator:
        """What is seen with these words; of several the first."""
        return self.page.get_by_text(words, exact=exact).locator("visible=true").first

    async def tap(self, words: str, *, exact: bool = False) -> None:
        """Put a finger on it: uni's inner texts take no events, so by its place."""
        found = self.text(words, exact=exact)
        await found.wait_for()
        await found.scroll_into_view_if_needed()
        box = await found.bounding_box()
        assert box is not None, words
        await self.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    async def see(self, words: str | re.Pattern[str]) -> None:
        await self.text(words).wait_for()

    async def axe(self) -> list[str]:
        """What axe finds on what is shown, as `impact rule: place`; put in by the debugger's way, so
        that the page's policy stays as strict as it is."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(_axe())
        found = await self.page.evaluate(_AXE)
        return [
            f"{each['impact']} {each['id']}: {' '.join(map(str, node['target']))}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

    async def too_small(self) -> list[str]:
        """What is shown to be touched and has less than 44 × 44 pixels."""
        return list(await self.page.evaluate(_SMALL))

    async def picture(self, file: Path, *, whole: bool = False) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=file, full_page=whole)

    def check(self) -> None:
        """Nothing went wrong but what was expected."""
        left = [
            one for one in self.wrong if not any(re.search(each, one) for each in self.expected)
        ]
        assert left == []

    def watch(self) -> None:
        self.context.on("request", self._asked)
        self.context.on("weberror", lambda error: self.wrong.append(f"page: {error.error}"))
        self.context.on("console", self._said)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.world.url}/", *_OWN)):
            self.wrong.append(f"off-origin: {request.method} {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.wrong.append(f"policy: {message.text}")
        elif message.type == "error" and not _REFUSED.match(message.text):
            self.wrong.append(f"console: {message.text} ({message.location.get('url')})")


@asynccontextmanager
async def phone_page(chromium: Browser, world: World, **differing: Any) -> AsyncIterator[PhonePage]:
    """A context of its own, 390×844, touched; `differing` goes to the context."""
    usual: Any = {
        "viewport": SCREEN,
        "device_scale_factor": 1.5 if "PICTURES" in os.environ else 1,
        "has_touch": True,
        "is_mobile": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "user_agent": _AGENT,
    }
    context = await chromium.new_context(**(usual | differing))
    context.set_default_timeout(WITHIN_MS)
    try:
        made = PhonePage(world, context, await context.new_page())
        made.watch()
        yield made
    finally:
        await context.close()
