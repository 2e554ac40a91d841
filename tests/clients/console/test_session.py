"""Coming, staying and leaving: first login, an idle end, the same call repeated, another person."""

import json
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from tests.clients.console.desk_page import DeskPage, desk_page
from tests.world.accounts import PASSWORD, add_account, code_for, log_in
from tests.world.application import STAFF_PASSWORD, MovableClock, World

NEW = "another good phrase"


async def look_again(page: Page) -> None:
    """As when somebody comes back to the tab."""
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


async def test_from_the_first_password_to_the_second_factor(
    console: None, chromium: Browser, bare: World
) -> None:
    await add_account(bare, "auditor-1", "auditor", must_change_password=True)
    async with desk_page(chromium, bare) as desk:
        page = desk.page
        await desk.open("inbox")
        await page.get_by_label("用户名").fill("auditor-1")
        await page.get_by_label("密码", exact=True).fill("not the password")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("不正确")
        await page.get_by_label("密码", exact=True).fill(PASSWORD)
        await page.keyboard.press("Enter")
        await page.get_by_label("初始密码", exact=True).fill(PASSWORD)
        await page.get_by_label("新密码", exact=True).fill(NEW)
        await page.get_by_label("再输一次新密码", exact=True).fill("something else")
        await page.get_by_role("button", name="修改密码").click()
        await expect(page.get_by_role("alert")).to_contain_text("1 处")
        assert await desk.axe() == []
        await page.get_by_label("再输一次新密码", exact=True).fill(NEW)
        await page.get_by_role("button", name="修改密码").click()
        await page.get_by_role("img", name="动态口令二维码").wait_for()
        assert await desk.axe() == []
        secret = (await page.locator(".secret").inner_text()).replace("\n", "")
        await page.get_by_label("动态口令", exact=True).fill(code_for(bare, secret))
        await page.get_by_role("button", name="启用动态口令").click()
        await page.wait_for_url("**/console/inbox")
        await desk.settled()
        assert await desk.axe() == []
        # Nobody comes back with the password alone.
        (await log_in(bare, "auditor-1", NEW)).refused(401, "otp_required")
        desk.check()


async def test_who_was_away_signs_in_over_the_page_and_nothing_typed_is_lost(
    desk: DeskPage, clock: MovableClock
) -> None:
    person = await desk.sign_in("inspector")
    await desk.open("account")
    other = await desk.context.new_page()
    await other.goto(desk.page.url, wait_until="networkidle")
    assert await desk.axe() == []
    await desk.page.get_by_label("免打扰", exact=False).check()
    await desk.page.get_by_label("从", exact=True).select_option("21")
    clock.ahead = timedelta(minutes=31)
    await desk.page.get_by_role("button", name="保存").click()
    for page in (desk.page, other):
        await expect(page.get_by_role("dialog", name="请重新登录")).to_be_visible()
    assert await desk.axe() == []
    await expect(desk.page.get_by_label("用户名")).to_have_value(person.name)
    await desk.page.get_by_label("密码", exact=True).last.fill(STAFF_PASSWORD)
    await desk.page.keyboard.press("Enter")
    # The same call goes on by itself.
    await desk.see("已保存")
    for page in (desk.page, other):
        await expect(page.get_by_role("dialog")).to_have_count(0)
    settings = await desk.context.request.get(f"{desk.world.url}/api/v1/message-settings")
    assert (await settings.json())["quiet_from"] == 21


async def test_two_minutes_before_an_idle_end_all_tabs_ask(
    desk: DeskPage, clock: MovableClock
) -> None:
    await desk.sign_in("inspector")
    await desk.open("account")
    other = await desk.context.new_page()
    await other.goto(desk.page.url)
    await other.get_by_role("heading", name="我的账号").wait_for()
    clock.ahead = timedelta(minutes=27, seconds=30)
    await look_again(desk.page)
    await expect(desk.page.get_by_role("dialog")).to_have_count(0)
    clock.ahead = timedelta(minutes=29)
    for page in (desk.page, other):
        await look_again(page)
        await expect(page.get_by_role("dialog", name="还在使用吗")).to_be_visible()
    assert await desk.axe() == []
    await desk.page.get_by_role("button", name="继续使用").click()
    for page in (desk.page, other):
        await expect(page.get_by_role("dialog")).to_have_count(0)
    clock.ahead = timedelta(minutes=58)
    session = await desk.context.request.get(f"{desk.world.url}/api/v1/session")
    assert session.ok, "the press was a use"


async def budget_of(world: World, edition: str) -> int:
    pools = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    return int(next(pool["budget_fen"] for pool in pools if pool["pool"] == "copay"))


async def test_money_moves_once_the_password_was_given_again(
    desk: DeskPage, clock: MovableClock
) -> None:
    edition = await desk.world.publish(budget_fen=100_000_00)
    await desk.sign_in("authority")
    await desk.open(f"editions/{edition}/pools/copay")
    await desk.page.get_by_label("新的额度", exact=True).fill("120000")
    await desk.page.get_by_role("button", name="看看影响谁").click()
    await desk.page.get_by_label("理由", exact=True).fill("市财政追加")
    clock.ahead = timedelta(minutes=6)
    await desk.page.get_by_role("button", name="调整额度").click()
    await desk.page.get_by_role("dialog").get_by_role("button", name="调整额度").click()
    asking = desk.page.get_by_role("dialog", name="再次输入密码")
    await asking.get_by_label("密码", exact=True).fill("not the password")
    await desk.page.keyboard.press("Enter")
    await expect(asking).to_contain_text("密码不正确")
    assert await desk.axe() == []
    assert await budget_of(desk.world, edition) == 100_000_00
    await asking.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_url(f"**/editions/{edition}")
    assert await budget_of(desk.world, edition) == 120_000_00


async def test_whoever_types_is_there_and_a_page_by_itself_is_not(desk: DeskPage) -> None:
    await desk.sign_in("inspector")
    asked: list[tuple[str, bool]] = []
    desk.page.on(
        "request",
        lambda request: asked.append(
            (request.url.rpartition("/")[2], "x-background" in request.headers)
        ),
    )
    await desk.page.clock.install()
    await desk.open("account")
    await desk.page.clock.run_for("06:00")
    assert ("unread", True) in asked
    assert ("unread", False) not in asked
    asked.clear()
    async with desk.page.expect_response("**/api/v1/session"):
        await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Tab")
    assert [one for one in asked if one[0] == "session"] == [("session", False)]


@pytest.mark.parametrize("signs_out", [True, False])
async def test_another_person_finds_nothing_of_the_former(desk: DeskPage, signs_out: bool) -> None:
    person = await desk.sign_in("inspector")
    other = await desk.world.staff("auditor")
    await desk.open("account")
    kept = [f"kept:{who.user['id']}:plan" for who in (person, other)]
    await desk.page.evaluate(
        "names => names.forEach((one) => localStorage.setItem(one, '{}'))", kept
    )
    if signs_out:
        await desk.page.get_by_role("button", name="退出登录").click()
        await desk.page.wait_for_url("**/console/sign-in")
        left = json.loads(await desk.page.evaluate("JSON.stringify(Object.keys(localStorage))"))
        assert [one for one in left if one.startswith("kept:")] == kept[1:]
    else:
        # In another tab of the same browser, so that this page shows what is no longer theirs.
        await desk.hold(other.name)
        await look_again(desk.page)
        await desk.page.wait_for_url("**/console/")
        await desk.settled()
        await desk.see(other.name)
