"""The viewer of the API's description: it finds, logs a made-up person in, and its examples run."""

import re

from playwright.async_api import expect

from tests.clients.console.desk_page import DeskPage

_HAS_A_CODE = re.compile(r'"uscc": "[0-9A-Z]{18}"')


async def test_an_example_runs(desk: DeskPage) -> None:
    page = desk.page
    await page.goto(f"{desk.world.url}/docs")
    await page.get_by_label("企业负责人").fill("docs-reader")
    await page.get_by_role("button", name="登录").first.click()
    await desk.see("已用“docs-reader”的身份登录")
    await page.get_by_placeholder("Filter by tag or path").fill("post enterprise_claimed 登记")
    await expect(page.get_by_role("button", name="微信登录")).to_have_count(0)
    await page.get_by_role("button", name="登记我的企业").click()
    await expect(page.get_by_label("请求内容")).to_have_value(_HAS_A_CODE)
    await page.get_by_role("button", name="Execute").click()
    answered = page.locator(".live-responses-table .response-col_status")
    await expect(answered.filter(has_text="201")).to_be_visible()
    found_wrong = await desk.axe()
    assert [said for said in found_wrong if said.startswith(("critical", "serious"))] == []
