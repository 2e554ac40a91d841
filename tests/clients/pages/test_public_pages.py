"""Public pages in a browser: axe is content and nothing is cut off on the narrowest phone, all works
without script, and the live figures renew themselves.

With `PICTURES` naming a folder each page is kept there, as a phone and as a desk see it.
"""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, expect

from tests.clients.watched_page import WatchedPage, watched_page
from tests.features.pages.ground import Ground

_NARROW: Any = {"width": 320, "height": 700}
_FOLDER = os.environ.get("PICTURES")
_SCREENS: Any = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
_TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
_WORDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|sh-shuangtui(-n\d+)?|aaaaaaaa\S+")


async def test_axe_finds_nothing_and_nothing_is_cut_off(chromium: Browser, ground: Ground) -> None:
    async with watched_page(WatchedPage, chromium, ground.world, viewport=_NARROW) as seen:
        for path in [*ground.paths, "/nowhere", "/verify/aaaaaaaa.bbbbbbbb.cccccccc"]:
            await seen.page.goto(ground.world.url + path)
            assert await seen.axe() == [], path
            assert not await seen.page.evaluate(_TOO_WIDE), path
            if _FOLDER:
                await _keep(seen, path, Path(_FOLDER))
        seen.check()


async def test_everything_works_without_script(chromium: Browser, ground: Ground) -> None:
    off: Any = {"java_script_enabled": False}
    async with watched_page(WatchedPage, chromium, ground.world, **off) as seen:
        page, programme = seen.page, f"{ground.world.url}/programmes/{ground.edition}"
        await page.goto(f"{programme}/tracks/copay/estimate")
        for question in ("属于中小企业", "新签约用户", "注册使用平台服务产品"):
            group = page.get_by_role("group", name=re.compile(question))
            await group.get_by_label("是", exact=True).check()
        await page.get_by_label("登记注册地").select_option("上海市")
        today = ground.world.ports.clock.today().isoformat()
        for question, value in (
            ("签约时间", today),
            ("交费时间", today),
            ("首期基础应用服务费", "9800"),
        ):
            await page.get_by_label(re.compile(f"^{question}")).fill(value)
        await page.get_by_role("button", name="开始测算").click()
        await expect(page.get_by_role("heading", name="符合申报条件")).to_be_visible()
        await expect(page.get_by_text("¥3,920").first).to_be_visible()
        await page.goto(f"{programme}/plans?sort=price")
        for box in (await page.get_by_role("checkbox").all())[:2]:
            await box.check()
        await page.get_by_role("button", name="对比所选").click()
        await expect(page.get_by_role("heading", name="方案对比")).to_be_visible()
        await page.get_by_role("searchbox").first.fill("采购")
        await page.get_by_role("button", name="搜索").click()
        await expect(page.get_by_role("heading", name="搜索：采购")).to_be_visible()


async def test_the_figures_renew_themselves_and_can_be_held(
    chromium: Browser, ground: Ground
) -> None:
    world = ground.world
    async with watched_page(WatchedPage, chromium, world) as seen:
        page = seen.page
        await page.clock.install()
        await page.goto(f"{world.url}/programmes/{ground.edition}/quota")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        await expect(page.locator("#main")).to_be_focused()
        row = page.get_by_role("row", name=re.compile("审核中"))
        before = await row.inner_text()
        await (await world.sme()).submitted(ground.edition)
        await page.clock.fast_forward(15_000)
        await expect(row).not_to_have_text(before, use_inner_text=True)
        await expect(page.get_by_role("status")).to_contain_text("万元")
        await page.get_by_role("button", name="暂停更新").click()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.clock.fast_forward(60_000)
        assert asked == []
        await page.get_by_role("button", name="继续更新").click()
        await expect(page.get_by_role("button", name="暂停更新")).to_be_visible()
        seen.check()


async def _keep(seen: WatchedPage, path: str, folder: Path) -> None:
    name = _WORDS.sub("one", urlsplit(path).path).strip("/").replace("/", "-")
    asked = "-asked" if "?" in path else ""
    for screen, size in _SCREENS.items():
        await seen.page.set_viewport_size(size)
        file = folder / f"{name or 'home'}{asked}-{screen}.jpg"
        await seen.page.screenshot(path=file, type="jpeg", quality=45)
    await seen.page.set_viewport_size(_NARROW)
