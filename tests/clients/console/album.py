"""Takes pictures of the console of a running product that has told its story (`make demo`): every page
that menus and links lead to, at two widths, with what axe finds. Run by `make pictures`."""

import asyncio
import re
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
from playwright.async_api import Browser, Page, async_playwright

from tests.clients.chromium import open_chromium
from tests.clients.console.desk_page import DeskPage
from tests.clients.watched_page import WatchedPage, watched_page

ROLES = ("platform", "district", "auditor", "expert", "authority", "inspector", "admin")
_SIZES = ((1280, 720), (1440, 900))
# Each role has its own work in them.
_DIFFERING = ("reviews", "reviews-id")
_TALLEST = 1_800
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[a-z]+(?:-[a-z0-9]+)*-20\d\d|\b[A-Za-z0-9_-]{40,}\b")
_LINKS = """within => [...document.querySelectorAll(within)]
    .map(link => new URL(link.href)).filter(link => link.origin === location.origin)
    .map(link => link.pathname + link.search)"""


def kind_of(path: str) -> str:
    """Pages that differ only in what they are about are of one kind."""
    return _ID.sub("id", path.partition("?")[0]).strip("/")


def accounts(file: Path) -> dict[str, tuple[str, str]]:
    """User name and password of the first account of each role."""
    found: dict[str, tuple[str, str]] = {}
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            username, password, role, *_ = line.split()
            found.setdefault(role, (username, password))
    return found


class Album:
    """`seen`: kinds of pages that have their picture."""

    def __init__(self, url: str, folder: Path) -> None:
        self.world: Any = SimpleNamespace(url=url)
        self.folder = folder
        self.seen: set[str] = set()
        self.problems: list[str] = []

    async def take(self, watched: WatchedPage, name: str) -> None:
        for width, height in _SIZES:
            await watched.page.set_viewport_size({"width": width, "height": height})
            tall = await watched.page.evaluate("document.documentElement.scrollHeight")
            await watched.page.screenshot(
                path=self.folder / f"{name}-{width}.jpg",
                type="jpeg",
                quality=40,
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": min(max(tall, height), _TALLEST)},
            )
        found = [one for one in await watched.axe() if one.startswith(("critical", "serious"))]
        self.problems += [f"{name}: {one}" for one in [*found, *watched.wrong]]
        watched.wrong.clear()
        print(name, watched.page.url, *found)  # noqa: T201

    async def nobody(self, chromium: Browser) -> None:
        async with watched_page(DeskPage, chromium, self.world) as desk:
            await desk.open("sign-in")
            await self.take(desk, "nobody-sign-in")
            await desk.page.goto(f"{self.world.url}/docs")
            await desk.see("Authorize")
            await self.take(desk, "nobody-docs")

    async def desk(self, chromium: Browser, role: str, username: str, password: str) -> None:
        """Every page that the menu leads to, and from each the first of every kind that it leads to."""
        async with watched_page(DeskPage, chromium, self.world) as desk:
            await desk.hold(username, password)
            await desk.open()
            await self.take(desk, f"{role}-start")
            left = await _links(desk.page, "nav a, header a, main a")
            while left:
                path = left.pop(0)
                kind = kind_of(path).removeprefix("console").strip("/").replace("/", "-")
                key = f"{role}-{kind}" if kind in _DIFFERING else kind
                if not path.startswith("/console/") or not kind or key in self.seen:
                    continue
                self.seen.add(key)
                await desk.open(path.removeprefix("/console/"))
                await self.take(desk, f"{role}-{kind}")
                left += await _links(desk.page, "main a")


async def _links(page: Page, within: str) -> list[str]:
    found: list[str] = await page.evaluate(
        _LINKS, ", ".join(f"{one}[href]" for one in within.split(", "))
    )
    return found


@asynccontextmanager
async def _product() -> AsyncIterator[tuple[str, Path]]:
    """A demonstration of its own that has told its story; its address and its accounts."""
    with tempfile.TemporaryDirectory() as data, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        up = await _server("up", "--port", str(port), "--data", data)
        try:
            await _answered(f"http://127.0.0.1:{port}/health/ready")
            assert await (await _server("demo", "--data", data)).wait() == 0
            yield f"http://127.0.0.1:{port}", Path(data) / "demo-accounts.txt"
        finally:
            up.terminate()
            await up.wait()


async def _server(*said: str) -> Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "server", *said)


async def _answered(url: str) -> None:
    async with asyncio.timeout(300), aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.ok:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(1)


async def _album(folder: Path) -> list[str]:
    """What axe and the browser found wrong."""
    async with _product() as (url, known), async_playwright() as playwright:
        chromium = await open_chromium(playwright)
        album = Album(url, folder)
        await album.nobody(chromium)
        for role in ROLES:
            await album.desk(chromium, role, *accounts(known)[role])
        await chromium.close()
    return album.problems


if __name__ == "__main__":
    problems = asyncio.run(_album(Path(sys.argv[1])))
    print(f"{len(problems)} problems", *problems, sep="\n")  # noqa: T201
    sys.exit(1 if problems else 0)
