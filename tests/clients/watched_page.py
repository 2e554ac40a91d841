"""A page in a browser, watched: what it asked of others, what went wrong in it, what axe finds on it."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
)

from tests.clients.sources import CLIENTS
from tests.world.application import World

WITHIN_MS = 20_000
expect.set_options(timeout=WITHIN_MS)
# The viewer of PDFs is a page of Chromium's own.
_OWN = ("blob:", "data:", "about:", "chrome:", "chrome-extension:")
# Chromium says so of every answer that is a refusal; what pages make of those is what tests look at.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")
# Once all that moves has come to its end; what turns without one, such as a wheel, is let turn.
_STILL = """() => Promise.allSettled(
  document.getAnimations()
    .filter((one) => one.playState === 'running' && one.effect.getTiming().iterations !== Infinity)
    .map((one) => one.finished)
).then(() => null)"""


@cache
def _axe() -> str:
    return (CLIENTS / "miniprogram/node_modules/axe-core/axe.min.js").read_text("utf-8")


@dataclass
class WatchedPage:
    """`wrong` gathers what nobody should see; `expected` are patterns of it that a test provokes."""

    world: World
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    axe_leaves_out: ClassVar[tuple[str, ...]] = ()

    def text(self, words: str | re.Pattern[str], *, exact: bool = False) -> Locator:
        """What is seen with these words; of several the first."""
        return self.page.get_by_text(words, exact=exact).locator("visible=true").first

    async def see(self, words: str | re.Pattern[str]) -> None:
        await self.text(words).wait_for()

    async def axe(self) -> list[str]:
        """What axe finds on what is shown, as `impact rule: place`; put in by the debugger's way, so
        that the page's policy stays as strict as it is. What fades has the contrast of no page."""
        await self.page.evaluate(_STILL)
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(_axe())
        rules = {rule: {"enabled": False} for rule in self.axe_leaves_out}
        options = json.dumps({"resultTypes": ["violations"], "rules": rules})
        found = await self.page.evaluate(f"axe.run(document, {options})")
        return [
            f"{each['impact']} {each['id']}: {' '.join(map(str, node['target']))}"
            for each in found["violations"]
            for node in each["nodes"]
        ]

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


Watched = TypeVar("Watched", bound=WatchedPage)


@asynccontextmanager
async def watched_page(
    kind: type[Watched], chromium: Browser, world: World, **context: Any
) -> AsyncIterator[Watched]:
    """A context of its own, as a browser of a Chinese user; `context` goes to it."""
    usual: Any = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
    opened = await chromium.new_context(**(usual | context))
    opened.set_default_timeout(WITHIN_MS)
    try:
        made = kind(world, opened, await opened.new_page())
        made.watch()
        yield made
    finally:
        await opened.close()
