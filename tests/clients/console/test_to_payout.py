"""An SME's application by the console alone from its platform to the treasury's voucher."""

from datetime import datetime
from uuid import UUID

from playwright.async_api import Browser, expect

from server.clock import SHANGHAI
from tests.clients.console.desk_page import DeskPage, desk_page
from tests.world.client import Person
from tests.world.platforms import profile, taking_part
from tests.world.review_steps import shown
from tests.world.verified import verify_firm

ACCOUNT = {"bank": "示例银行上海分行", "account": "6222020000000000013"}
PLAN = {"title": "云上采购", "description": "首年", "fee_fen": 1_000_000, "period_months": 12}
REFERENCE = "KHZM-2026-0173"


async def test_an_application_goes_from_desk_to_desk_until_it_is_paid(
    desk: DeskPage, chromium: Browser
) -> None:
    world = desk.world
    edition = await world.publish()
    own = await taking_part(world, edition, "copay")
    (await own.staff.put("/platform", profile(payee={"name": own.name, **ACCOUNT}))).ok()
    (await own.staff.post("/platform/plans", PLAN)).ok(201)
    owner = await world.sme()
    application = await owner.submitted(edition, platform_id=own.platform_id)
    firm = application["enterprise"]["name"]
    auditor, first, second = [
        await world.new_staff(role, edition_code=edition)
        for role in ("auditor", "authority", "authority")
    ]
    keeper = await world.staff("authority")
    (row,) = await world.fetch(
        "SELECT enterprise_id FROM platforms WHERE id = $1", UUID(own.platform_id)
    )
    for known in (application["enterprise"]["id"], row["enterprise_id"]):
        (await verify_firm(keeper, known)).ok()
    await endorse(desk, own.staff, firm, edition)
    for person in (auditor, first):
        async with desk_page(chromium, world) as other:
            await other.hold(person.name)
            await review(other, firm)
            other.check()
    assert (await shown(owner, application))["status"] == "payable"
    for person, verb in ((first, "核对"), (second, "核实")):
        async with desk_page(chromium, world) as other:
            await other.hold(person.name)
            await verify(other, verb, checked=verb == "核实")
            other.check()
    async with desk_page(chromium, world) as other:
        await other.hold(first.name)
        await make_payout(other)
        other.check()
    async with desk_page(chromium, world) as other:
        await other.hold(second.name)
        await confirm(other)
        other.check()
    assert (await shown(owner, application))["status"] == "paid"


async def endorse(desk: DeskPage, person: Person, firm: str, edition: str) -> None:
    await desk.hold(person.name)
    await desk.open(f"clients?edition={edition}&stage=endorse")
    await desk.page.get_by_role("link", name=firm).click()
    await desk.page.get_by_role("button", name="推荐", exact=True).click()
    await desk.see("已推荐")


async def review(other: DeskPage, firm: str) -> None:
    """Taken, each item looked at, then passed."""
    page = other.page
    await other.open("reviews")
    await page.get_by_role("link", name=firm).click()
    await page.get_by_role("button", name="领取", exact=True).click()
    marks = page.get_by_role("button", name="✓ 相符")
    await expect(marks.first).to_be_visible()
    for number in range(await marks.count()):
        await marks.nth(number).click()
    assert await other.axe() == []
    await page.get_by_role("button", name="通过", exact=True).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("意见").fill("同意")
    await dialog.get_by_role("button", name="通过", exact=True).click()
    await expect(page.get_by_role("heading", name="已通过")).to_be_visible()


async def verify(other: DeskPage, verb: str, *, checked: bool) -> None:
    """The bank's word on the account, given by each person from the same paper."""
    page = other.page
    await other.open("payees?state=checked" if checked else "payees")
    await page.get_by_role("button", name=verb, exact=True).click()
    await page.get_by_label("依据").select_option(label="银行出具的证明")
    await page.get_by_label("证明编号或流水号").fill(REFERENCE)
    await page.get_by_role("button", name=verb, exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name=verb, exact=True).click()
    await other.see("已核对，等第二人核实。" if not checked else "账户已核实。")


async def make_payout(other: DeskPage) -> None:
    page = other.page
    await other.open("payouts")
    await page.get_by_role("link", name="新建批次").click()
    await other.see("将拨付 1 件申请")
    assert await other.axe() == []
    await page.get_by_role("button", name="新建拨付批次").click()
    await page.get_by_role("dialog").get_by_role("button", name="新建拨付批次").click()
    await other.see("下载拨付表交给国库")
    assert await other.axe() == []


async def confirm(other: DeskPage) -> None:
    """By another person than who made it, with the treasury's number."""
    page = other.page
    await other.open("payouts")
    await page.get_by_role("table").last.get_by_role("link").first.click()
    await page.get_by_role("link", name="登记拨付结果").click()
    today = datetime.now(SHANGHAI).date().isoformat()
    await page.get_by_label("拨付日期").fill(today)
    await page.get_by_label("拨付凭证号").fill("PZ-2026-118")
    assert await other.axe() == []
    await page.get_by_role("button", name="登记拨付结果").click()
    await page.get_by_role("dialog").get_by_role("button", name="登记拨付结果").click()
    await other.see("已登记")
