"""A budget is changed: who is affected is seen first, the password asked again, the money moved once."""

from datetime import timedelta

from playwright.async_api import expect

from tests.clients.console.desk_page import DeskPage
from tests.world.application import STAFF_PASSWORD, MovableClock


async def test_a_smaller_budget_shows_whom_it_moves_before_it_is_done(
    desk: DeskPage, clock: MovableClock
) -> None:
    world, page = desk.world, desk.page
    edition, owner = await world.publish(budget_fen=1_000_000), await world.sme()
    application = await owner.submitted(edition)
    (pool,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (pool["funded"], pool["waiting"]) == (1, 0)
    await desk.sign_in("authority")
    clock.ahead = timedelta(minutes=6)
    await desk.open(f"editions/{edition}/pools/{pool['pool']}")
    await page.get_by_label("新的额度").fill("")
    await page.get_by_role("button", name="看看影响谁").click()
    await desk.see("有 1 处需要修改")
    await page.get_by_label("新的额度").fill("１.00")
    await page.get_by_role("button", name="看看影响谁").click()
    await desk.see("1 件由额度内转为候补")
    await expect(page.get_by_role("region", name="排位有变的申请")).to_contain_text(
        application["number"]
    )
    assert await desk.axe() == []
    await page.get_by_label("理由").fill("市财政调减年度预算")
    await page.get_by_role("button", name="调整额度").click()
    asked = page.get_by_role("dialog")
    await expect(asked).to_contain_text("¥10,000.00 改为 ¥1.00")
    await asked.get_by_role("button", name="调整额度").click()
    await page.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
    await page.get_by_role("button", name="继续办理").click()
    await page.wait_for_url(f"**/console/editions/{edition}")
    await desk.settled()
    assert await desk.axe() == []
    (now,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (now["budget_fen"], now["funded"], now["waiting"]) == (100, 0, 1)
