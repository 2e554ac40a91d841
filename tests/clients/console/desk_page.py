"""A browser at a desk with the console in it: who sits there, and which page is open."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser

from tests.clients.watched_page import WatchedPage, watched_page
from tests.world.application import STAFF_PASSWORD, World
from tests.world.client import API, Person

SCREEN: Any = {"width": 1280, "height": 720}
# Something is said, and neither a skeleton holds its place nor is it being fetched anew.
_THERE = "main:visible:not(:has(.skeleton)):not(:has([aria-busy=true]))"


@dataclass
class DeskPage(WatchedPage):
    """One person's browser; another one is another context (`desk_page`)."""

    async def sign_in(self, role: str, **scope: Any) -> Person:
        """From now on the browser of a member of staff, made at first use; `scope` as `World.staff`."""
        person = await self.world.staff(role, **scope)
        await self.hold(person.name)
        return person

    async def hold(self, username: str, password: str = STAFF_PASSWORD) -> None:
        """Sign in without the page, as it does: the cookie lies in this context then."""
        who = {"username": username, "password": password, "cookie": True}
        asked = f"{self.world.url}{API}/session/staff"
        answer = await self.context.request.post(
            asked, data=who, headers={"origin": self.world.url}
        )
        assert answer.ok, await answer.text()

    async def open(self, path: str = "") -> None:
        """A page by its path and query below /console/, as if it were typed into the address bar."""
        await self.page.goto(f"{self.world.url}/console/{path}")
        await self.settled()

    async def settled(self) -> None:
        """Until the page says something and nothing of it is on its way."""
        await self.page.locator(_THERE).filter(has_text=re.compile(r"\S")).first.wait_for()


@asynccontextmanager
async def desk_page(chromium: Browser, world: World, **differing: Any) -> AsyncIterator[DeskPage]:
    """A context of its own, 1280×720; `differing` goes to the context."""
    usual: Any = {"viewport": SCREEN, "device_scale_factor": 1.5 if "PICTURES" in os.environ else 1}
    async with watched_page(DeskPage, chromium, world, **(usual | differing)) as made:
        yield made
