"""An auditor's desk: from the list through the papers to a return with its reasons, by keyboard."""

import re

from playwright.async_api import Page, expect

from tests.clients.console.desk_page import DeskPage
from tests.world.application import World
from tests.world.review_steps import endorsed, shown


async def refuse_unread_sum(page: Page) -> None:
    """A correction that is no amount is not left out: the pass waits until it is one."""
    await page.get_by_role("button", name="通过", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_text("材料与申报不一致的").click()
    paid = dialog.get_by_label("已付金额")
    await paid.fill("1万2")
    await dialog.get_by_role("button", name="通过", exact=True).click()
    await expect(paid).to_be_focused()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "请填数字，单位是元，例如 12000 或 12000.50"
    )
    await dialog.get_by_role("button", name="回到清单").click()
    await dialog.wait_for(state="hidden")


async def test_taken_ticked_and_returned_by_keyboard(desk: DeskPage, world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor = await desk.sign_in("auditor", edition_code=edition)
    page, keys = desk.page, desk.page.keyboard
    await desk.open(f"reviews?edition={edition}")
    assert await desk.axe() == []
    await page.get_by_role("link", name=application["number"]).click()
    await page.get_by_role("button", name="领取", exact=True).wait_for()
    await keys.press("t")
    await page.get_by_text("已由您领取").wait_for()
    reasons = page.get_by_role("region", name="审核依据")
    await reasons.locator("summary").click()
    await expect(reasons).to_contain_text("资助金额怎样算出来")
    await expect(reasons).to_contain_text("企业申报")
    await expect(reasons).to_contain_text(re.compile(r"签约时间：\d{4}-\d\d-\d\d \d\d:\d\d（"))
    await expect(page.get_by_role("region", name="办理进度")).to_contain_text("平台企业")
    await refuse_unread_sum(page)
    # The first paper is in order, which leads to the next; that one is not.
    await keys.press("a")
    await keys.press("x")
    reason = page.get_by_label("需要补正的原因")
    await expect(reason).to_be_focused()
    await page.get_by_role("group", name="常用原因").get_by_role("button").first.click()
    said = await reason.input_value()
    assert said
    # Each tick was kept: a reload, as after a crash, brings them back.
    await page.get_by_text("已核对 2 /").wait_for()
    await page.reload()
    await page.get_by_text("已恢复您").wait_for()
    await page.get_by_text("已核对 2 /").wait_for()
    assert await desk.axe() == []
    await keys.press("v")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("textbox").first).to_have_value(said)
    await dialog.get_by_role("button", name="退回补正").click()
    await page.get_by_role("heading", name="已退回补正").wait_for()
    returned = await shown(owner, application)
    assert [(one["item"], one["reason"]) for one in returned["corrections"]] == [
        ("business_licence", said)
    ]
    (done,) = (await auditor.get("/reviews", params={"edition": edition, "state": "done"})).ok()[
        "items"
    ]
    assert done["verdict"] == "return"
