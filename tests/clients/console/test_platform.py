"""A platform's day: what waits for its word, the words themselves, and a price while it is typed."""

from tests.clients.console.desk_page import DeskPage
from tests.world.client_batches import office


async def test_a_client_is_endorsed_and_a_price_is_split_while_it_is_typed(desk: DeskPage) -> None:
    at, page = await office(desk.world), desk.page
    owner = await desk.world.sme()
    client = await owner.submitted(at.edition, platform_id=str(at.platform_id))
    await desk.hold(at.person.name)
    await desk.open(f"clients?edition={at.edition}&stage=endorse")
    assert await desk.axe() == []
    await page.get_by_role("link", name=client["enterprise"]["name"]).click()
    await desk.see("平台核对")
    await page.get_by_label("退回补正", exact=False).check()
    await page.get_by_role("button", name="退回补正").click()
    # What is missing is said by the API, beside its field, and nothing typed is lost.
    await page.locator(".summary").wait_for()
    await page.get_by_label("推荐 ", exact=False).first.check()
    await page.get_by_role("button", name="推荐", exact=True).click()
    await desk.see("已推荐")
    await page.get_by_role("heading", name="平台核对").wait_for(state="detached")
    assert await desk.axe() == []
    await desk.open("plans/new")
    await page.get_by_label("首期服务费总额").fill("12000")
    await desk.see("政府补贴")
    tried = (await at.person.post("/platform/plans/split", {"fee_fen": 1_200_000})).ok()["items"]
    part = next(one for one in tried if one["edition"] == at.edition)["government_fen"]
    await desk.see(f"{part // 100:,}.{part % 100:02}")
    assert await desk.axe() == []
