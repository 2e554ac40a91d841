"""Chromium for all clients, and which of their stories `make prove` alone tells."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.clients.chromium import open_chromium
from tests.line.proof import PROVING

# What they show is tried by shorter ones too. Each takes half a minute or more of CI's twenty-five;
# the whole way, the bad network, applying, 我的, every page cold with axe, and the way in WeChat's
# output stay in every run.
collect_ignore = (
    []
    if PROVING
    else [
        "console/test_decisions.py",
        "console/test_https.py",
        "h5/test_firm.py",
        "h5/test_follow.py",
        "h5/test_market.py",
        "wechat/test_correcting.py",
        "wechat/test_weather.py",
        "console/test_batches.py",
        "console/test_scoring.py",
        "console/test_to_payout.py",
        "console/test_two_at_a_desk.py",
        "console/test_two_gib.py",
    ]
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """A browser context is a device of its own."""
    async with async_playwright() as playwright:
        browser = await open_chromium(playwright)
        yield browser
        await browser.close()
