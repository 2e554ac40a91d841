"""The start page leads to what waits, and the figures say in a table what their chart draws."""

from playwright.async_api import expect

from tests.clients.console.desk_page import DeskPage
from tests.world.applicant import AWARD, apply
from tests.world.platforms import profile, taking_part
from tests.world.review_steps import endorse


async def test_a_number_leads_to_its_list(desk: DeskPage) -> None:
    edition = await desk.world.publish()
    applicant = await apply(desk.world, edition, paid_days_ago=9)
    await endorse(desk.world, await applicant.now())
    await desk.sign_in("auditor", edition_code=edition)
    await desk.open()
    assert await desk.axe() == []
    card = desk.page.get_by_role("article").filter(has_text="待第三方审核")
    await expect(card).to_contain_text("1")
    await expect(desk.page.get_by_text("从任务列表领取第一件")).to_be_visible()
    await card.get_by_role("link").first.press("Enter")
    await desk.page.wait_for_url(f"**/console/reviews?*edition={edition}*")


async def test_a_desk_with_nothing_to_do_says_so(desk: DeskPage) -> None:
    edition = await desk.world.publish()
    await desk.sign_in("auditor", edition_code=edition)
    await desk.open()
    await expect(desk.page.get_by_text("今日待办已办完")).to_be_visible()
    assert await desk.axe() == []
    # What they may do, and within what, is said in words.
    title = (await desk.world.anyone.get(f"/programmes/{edition}")).ok()["title"]
    await desk.open("account")
    right = desk.page.get_by_role("row").filter(has_text=title)
    await expect(right.get_by_role("cell").first).to_have_text("第三方机构")


async def test_the_focus_stays_where_a_row_or_a_button_goes_away(desk: DeskPage) -> None:
    world, page, keys = desk.world, desk.page, desk.page.keyboard
    edition = await world.publish()
    for _ in range(2):
        own = await taking_part(world, edition, "copay")
        (await own.staff.put("/platform", profile(summary="补贴返现一半"))).ok()
    await desk.sign_in("authority", edition_code=edition)
    await desk.open("held-contents")
    first, second = page.get_by_role("article").nth(0), page.get_by_role("article").nth(1)
    await first.get_by_role("button", name="不予通过").press("Enter")
    await expect(first.get_by_role("textbox")).to_be_focused()
    await first.get_by_role("button", name="取消").press("Enter")
    await expect(first).to_be_focused()
    # What stands there now is the next; after the last one it is the page.
    left = await second.inner_text()
    await first.get_by_role("button", name="通过", exact=True).press("Enter")
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(first).to_be_focused()
    assert await first.inner_text() == left
    await first.get_by_role("button", name="通过", exact=True).press("Enter")
    await expect(page.get_by_role("article")).to_have_count(0)
    await expect(page.get_by_role("main")).to_be_focused()
    await keys.press("Tab")
    await expect(page.get_by_role("main").locator(":focus")).to_have_count(1)


async def test_figures_are_drawn_and_told(desk: DeskPage) -> None:
    edition = await desk.world.publish(budget_fen=AWARD)
    for days in (9, 8):
        await apply(desk.world, edition, paid_days_ago=days)
    await desk.sign_in("inspector", edition_code=edition)
    await desk.open("figures")
    curve = desk.page.get_by_role("img", name="各日累计金额")
    await expect(curve.locator("svg")).to_be_visible()
    assert await desk.axe() == []
    await curve.hover()
    await desk.page.get_by_role("button", name="按区").click()
    row = desk.page.get_by_role("row").filter(has_text="浦东新区")
    await expect(row.get_by_role("cell")).to_have_text(
        [*("2", "8,000.00", "0", "0.00", "1", "4,000.00", "1", "4,000.00", "0", "0.00")]
    )
    await expect(desk.page).to_have_url(f"{desk.world.url}/console/figures?by=district")
    assert await desk.axe() == []
