"""A platform's day: what waits for its word, the words themselves, and a price while it is typed."""

from playwright.async_api import expect

from tests.clients.console.desk_page import DeskPage
from tests.features.applications.filed import filed
from tests.world.client_batches import office
from tests.world.papers import pdf
from tests.world.platforms import founded
from tests.world.review_steps import decide, endorse, platform_of, shown


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


async def test_what_the_platform_filed_and_got_back_is_mended_and_handed_in_again(
    desk: DeskPage,
) -> None:
    world, page = desk.world, desk.page
    client = await filed(world, await world.sme(), world.edition)
    (await endorse(world, client)).ok()
    asked = [
        ("service_contract", "合同缺页"),
        ("fee_fen", "与发票不一致"),
        ("paid_fen", "与发票不一致"),
    ]
    items = [{"item": item, "reason": reason} for item, reason in asked]
    back = {"verdict": "return", "items": items}
    (await decide(await world.staff("auditor"), client, "audit", back)).ok()
    platform = await platform_of(world, client)
    await desk.hold(platform.name)
    await desk.open(f"clients/{client['id']}")
    await desk.see("合同缺页")
    assert await desk.axe() == []
    paper = {"name": "整份合同.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    await page.get_by_label("上传新的", exact=False).set_input_files([paper])
    await desk.see("整份合同.pdf")
    fee = client["fee_fen"] // 100 - 1
    for at in range(2):
        await page.get_by_label("改为").nth(at).fill(str(fee))
    await page.get_by_role("button", name="再次提交").click()
    await desk.see("已补正并再次提交")
    now = await shown(platform, client)
    assert (now["status"], now["fee_fen"]) == ("in_review", fee * 100)


async def test_of_two_who_change_the_profile_the_second_is_asked(desk: DeskPage) -> None:
    own = await founded(desk.world)
    await desk.hold(own.staff.name)
    await desk.open("platform")
    read = (await own.staff.get("/platform")).ok()
    names = ("name", "summary", "district", "categories", "contact", "website", "address")
    theirs = {name: read[name] for name in names}
    (await own.staff.put("/platform", {**theirs, "phone": "02150000001"})).ok()
    await desk.page.get_by_label("咨询电话").fill("02150000002")
    await desk.page.get_by_role("button", name="保存", exact=True).first.click()
    moved = desk.page.get_by_role("row").filter(has_text="02150000001")
    await expect(moved).to_contain_text("02150000002")
    assert (await own.staff.get("/platform")).ok()["phone"] == "02150000001"
    assert await desk.axe() == []
    await desk.page.get_by_role("button", name="仍按我填的保存").click()
    await desk.see("已保存")
    assert (await own.staff.get("/platform")).ok()["phone"] == "02150000002"
