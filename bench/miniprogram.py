"""What the mini-program's first page weighs, and when it is there on a slow phone, in real Chromium."""

import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, async_playwright

from bench.case import Bench, Found, Table
from config.files import CHECKOUT

_BUILT = CHECKOUT / "clients" / "miniprogram" / "dist" / "build"
_SCRIPT_KB, _PACKAGE_KB, _LCP_MS = 120, 400, 1_500
# What Chromium's own tools call a slow phone on a slow 4G line; bytes a second, milliseconds.
_CPU_TIMES = 4
_LINE: Final[dict[str, Any]] = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
_THERE = "uni-page-body:visible:not(:has(.skeleton:visible))"
_WATCH = """window.painted = []; new PerformanceObserver(list => {
    for (const one of list.getEntries())
        painted.push([one.startTime, one.element ? one.element.innerText.slice(0, 20) : ''])
}).observe({type: 'largest-contentful-paint', buffered: true})"""


@dataclass(frozen=True, slots=True)
class _Run:
    """When the largest thing stood there and what it says, when the page could be used with what the
    API answered (ms), and which scripts came, by name."""

    painted: float
    said: str
    there: float
    scripts: list[str]


async def measure_miniprogram(bench: Bench) -> list[Found]:
    """Each run has a browser context of its own, so that nothing is kept from the one before."""
    address = f"http://127.0.0.1:{bench.ours.port}/m/"
    async with _chromium() as chromium:
        runs = [await _cold(chromium, address) for _ in range(bench.choose(9, 3))]
    scripts = runs[0].scripts
    packed = sum((_BUILT / "h5" / f"{name}.gz").stat().st_size for name in scripts)
    lcp = median(run.painted for run in runs)
    rows = [
        ["mini-program", "found", "aim", ""],
        ["largest paint", f"{lcp:.0f} ms", _aim(lcp, _LCP_MS, "ms"), repr(runs[0].said)],
        ["the page in use", _spread([run.there for run in runs]), "said", "with the API's answers"],
        ["its scripts by gzip", *_sized(packed, _SCRIPT_KB), f"{len(scripts)} files"],
        ["WeChat's main package", *_sized(_main_package(), _PACKAGE_KB), "as uploaded"],
    ]
    line = f"{_CPU_TIMES}x CPU, 1.6 Mbit/s, 150 ms, nothing kept, median of {len(runs)}"
    return [Table(f"the mini-program on a slow phone ({line})", rows)]


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is not installed")
    alone = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=alone)
        yield browser
        await browser.close()


async def _cold(chromium: Browser, address: str) -> _Run:
    context = await chromium.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, locale="zh-CN"
    )
    context.set_default_timeout(120_000)
    page = await context.new_page()
    scripts: list[str] = []
    page.on(
        "request",
        lambda asked: (
            scripts.append(urlsplit(asked.url).path.removeprefix("/m/"))
            if asked.resource_type == "script"
            else None
        ),
    )
    await page.add_init_script(_WATCH)
    await _slow(page)
    await page.goto(address, wait_until="commit")
    await page.locator(_THERE).filter(has_text=re.compile(r"\S")).first.wait_for()
    there = await page.evaluate("performance.now()")
    await page.wait_for_load_state("networkidle")
    # What has come still has to be drawn.
    await page.wait_for_timeout(500)
    ms, said = (await page.evaluate("painted")).pop()
    await context.close()
    return _Run(float(ms), str(said), float(there), sorted(set(scripts)))


async def _slow(page: Page) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", _LINE)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": _CPU_TIMES})


def _main_package() -> int:
    """Bytes outside the sub-packages."""
    root = _BUILT / "mp-weixin"
    if not root.is_dir():
        raise SystemExit("the WeChat output is not built: make miniprogram")
    told = json.loads((root / "app.json").read_text("utf-8"))
    subs = tuple(f"{package['root'].strip('/')}/" for package in told.get("subPackages", []))
    names = (file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())
    return sum((root / name).stat().st_size for name in names if not name.startswith(subs or "//"))


def _spread(found: Sequence[float]) -> str:
    return f"{median(found):.0f} ms ({min(found):.0f} to {max(found):.0f})"


def _sized(size: int, most_kb: int) -> tuple[str, str]:
    return f"{size / 1000:.0f} kB", _aim(size / 1000, most_kb, "kB")


def _aim(value: float, most: float, unit: str) -> str:
    return f"≤ {most:g} {unit}{'' if value <= most else ', MISSED'}"
