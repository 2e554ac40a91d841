"""A programme's files at two desks: mended, proposed, read and published by a second person."""

import re

from playwright.async_api import Browser, FilePayload, expect

from tests.clients.console.desk_page import DeskPage, desk_page
from tests.features.programme_files.city import City, published

POLICY = "政策文件（policy.toml）"


async def test_files_are_mended_proposed_and_published_by_a_second_person(
    desk: DeskPage, chromium: Browser
) -> None:
    city, world, page = City(), desk.world, desk.page
    await published(world, city)
    first, second = [await world.new_staff("authority", programme_code=city.code) for _ in "ab"]
    await desk.hold(first.name)
    await desk.open("files")
    assert await desk.axe() == []
    await page.get_by_role("link", name="修改").click()
    await mend(desk, city)
    await page.get_by_label("给发布人的说明").fill("按补充通知")
    await page.get_by_role("button", name="提出发布").click()
    await page.get_by_role("button", name="撤回").wait_for()
    await expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    address = page.url
    async with desk_page(chromium, world) as other:
        await other.hold(second.name)
        await publish(other)
        other.check()
    await page.goto(address)
    await page.locator("main").get_by_text("已发布").first.wait_for()
    assert await desk.axe() == []
    await desk.open(f"files/in-force/{city.edition}")
    await expect(page.get_by_role("heading", name="历次版本")).to_be_visible()
    await page.locator("main").get_by_text("第 2 版").first.wait_for()
    assert await desk.axe() == []
    await desk.open("files/proposals?state=published")
    assert await desk.axe() == []


async def mend(desk: DeskPage, city: City) -> None:
    """A mistake leads to its line; what was picked in an old encoding is read all the same."""
    page = desk.page
    policy = page.get_by_role("textbox", name=POLICY)
    good = await policy.input_value()
    assert good == city.files()["policy"]
    wrong = good.replace("value = 20\n", 'value = "二十"\n').encode("gbk")
    file = FilePayload(name="policy.toml", mimeType="text/plain", buffer=wrong)
    await page.get_by_label("选取文件").first.set_input_files(file)
    await expect(page.get_by_text("policy.toml 是 GBK 编码")).to_be_visible()
    await page.get_by_role("button", name="检查", exact=True).click()
    await page.locator("main").get_by_text("有 1 处错误").wait_for()
    assert await desk.axe() == []
    await page.get_by_role("button", name=re.compile(r"第 \d+ 行")).click()
    marked = await policy.evaluate("e => e.value.slice(e.selectionStart, e.selectionEnd)")
    assert marked == 'value = "二十"'
    await page.keyboard.type("value = 30")
    await expect(page.get_by_text("请再检查一次").first).to_be_visible()
    await page.get_by_role("button", name="检查", exact=True).click()
    await expect(page.get_by_role("heading", name="与现行版本相比，改动 1 处")).to_be_visible()
    assert await desk.axe() == []


async def publish(other: DeskPage) -> None:
    """From the list of what waits, with old and new before one's eyes."""
    page = other.page
    await other.open("files")
    await page.get_by_role("link", name="2031年度示例").first.click()
    await page.get_by_text("按补充通知").wait_for()
    assert await other.axe() == []
    row = page.get_by_role("row").filter(has_text="条件 employees")
    await expect(row.get_by_role("cell").nth(0)).to_contain_text("20 人")
    await expect(row.get_by_role("cell").nth(1)).to_contain_text("30 人")
    await page.get_by_role("button", name="发布", exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name="发布").click()
    await page.locator("main").get_by_text("已发布").first.wait_for()


async def test_a_draft_upon_former_rules_is_not_put_over_newer_ones(desk: DeskPage) -> None:
    city, world, page = City(), desk.world, desk.page
    await published(world, city)
    await desk.hold((await world.new_staff("authority", programme_code=city.code)).name)
    await desk.open(f"files/check?edition={city.edition}")
    policy = page.get_by_role("textbox", name=POLICY)
    await policy.fill(f"{await policy.input_value()}\n# 草稿\n")
    await page.wait_for_function(
        "() => Object.keys(localStorage).some((k) => k.includes(':files:'))"
    )
    await published(world, city, ("value = 20\n", "value = 30\n"))
    await page.reload()
    await expect(policy).to_have_value(re.compile("value = 30"))
