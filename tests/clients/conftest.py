"""Chromium for all clients, and which of their stories `make prove` alone tells."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.clients.needed import missing
from tests.line.proof import PROVING

# What they show is tried by shorter ones too. Each takes half a minute or more of CI's twenty-five;
# the whole way, the bad network, applying, 我的, every page cold with axe, and the way in WeChat's
# output stay in every run.
collect_ignore = (
    []
    if PROVING
    else [
        "h5/test_firm.py",
        "h5/test_follow.py",
        "h5/test_market.py",
        "wechat/test_correcting.py",
        "wechat/test_weather.py",
        "console/test_batches.py",
    ]
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's, without a window; a browser context is a device of its own."""
    program = shutil.which("chromium")
    if program is None:
        missing("Chromium is not installed (Debian: chromium, fonts-noto-cjk)")
    # Drawing by a made-up graphics card costs more than all else; to root the sandbox is refused.
    alone = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=alone)
        yield browser
        await browser.close()
