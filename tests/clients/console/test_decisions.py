"""What an authority decides at its desk: a payout to its voucher, a revocation, an objection."""

from datetime import timedelta
from typing import Any

from playwright.async_api import expect

from tests.clients.console.desk_page import DeskPage
from tests.features.attachments.handing_in import appealed, attach
from tests.features.notices.ground import citizen, edition_with_notice, published, waiting
from tests.features.payouts.payout_steps import payable, platforms_of, today
from tests.world.application import STAFF_PASSWORD, MovableClock, World
from tests.world.client import Person
from tests.world.papers import pdf
from tests.world.review_steps import approved, shown
from tests.world.verified import pay_out, verified


async def agree(desk: DeskPage, verb: str, *, money: bool = False) -> None:
    """Yes to the question over the page, and where money moves the password again if it is due."""
    await desk.page.get_by_role("dialog").get_by_role("button", name=verb).click()
    if money:
        again = desk.page.get_by_role("dialog", name="再次输入密码")
        await again.get_by_label("密码", exact=True).fill(STAFF_PASSWORD)
        await again.get_by_role("button", name="继续办理").click()
    await expect(desk.page.get_by_role("dialog").filter(visible=True)).to_have_count(0)


async def test_a_payout_is_made_and_recorded(desk: DeskPage, clock: MovableClock) -> None:
    world, page = desk.world, desk.page
    edition, owner = await world.publish(), await world.sme()
    one, two = await platforms_of(world, edition, 2)
    paid = await payable(world, owner, edition, one, 1_234_567)
    failed = await payable(world, owner, edition, two, 999_999)
    await verified(world, edition)
    await desk.sign_in("authority")
    clock.ahead = timedelta(minutes=6)
    await desk.open(f"payouts/new?edition={edition}")
    await desk.see("将拨付 2 件申请，合计 ¥8,938.25，付给 2 个收款单位")
    assert await desk.axe() == []
    await page.get_by_role("button", name="新建拨付批次").click()
    await expect(page.get_by_role("dialog")).to_contain_text("合计 ¥8,938.25")
    await agree(desk, "新建拨付批次", money=True)
    await desk.see("捌仟玖佰叁拾捌元贰角伍分")
    assert await desk.axe() == []
    await page.get_by_role("link", name="登记拨付结果").click()
    await desk.settled()
    await page.get_by_label("拨付日期").fill("2099-01-01")
    await page.get_by_label("拨付凭证号").fill("PZ-2026-001")
    row = page.get_by_role("checkbox").filter(visible=True).nth(await place_of(world, edition, two))
    await row.check()
    await page.get_by_label("没有付成的原因").fill("账号不存在")
    await desk.see("登记为已拨付：1 笔，¥4,938.26")
    await page.get_by_role("button", name="登记拨付结果").click()
    await agree(desk, "登记拨付结果")
    await desk.see("有 1 处需要修改")
    assert await desk.axe() == []
    await page.get_by_label("拨付日期").fill(today())
    await page.get_by_role("button", name="登记拨付结果").click()
    await agree(desk, "登记拨付结果")
    await desk.see("已登记")
    assert (await shown(owner, paid))["status"] == "paid"
    assert (await shown(owner, failed))["status"] == "payable"


async def place_of(world: World, edition: str, platform_id: str) -> int:
    """Where the platform's line stands in the payout of the edition."""
    (row,) = await world.fetch(
        "SELECT l.number - 1 AS place FROM payout_lines l JOIN payouts p ON p.id = l.payout_id"
        " WHERE p.edition_id = $1 AND l.platform_id::text = $2",
        edition,
        platform_id,
    )
    return int(row["place"])


async def test_what_was_paid_is_revoked_and_recovered(desk: DeskPage, clock: MovableClock) -> None:
    world, page = desk.world, desk.page
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    await approved(world, application)
    payout = await pay_out(world, edition)
    authority = await desk.sign_in("authority")
    body = {"paid_on": today(), "voucher_no": "PZ-2026-009"}
    (await authority.post(f"/payouts/{payout['id']}/confirm", body)).ok()
    award_fen = (await shown(owner, application))["award_fen"]
    clock.ahead = timedelta(minutes=6)
    await desk.open(f"applications/{application['id']}")
    assert await desk.axe() == []
    await page.get_by_role("link", name="撤销决定").click()
    await desk.settled()
    await page.get_by_label("追回金额").fill("999999")
    await page.get_by_label("理由").fill("查实合同虚假")
    await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="撤销决定").click()
    await agree(desk, "撤销决定", money=True)
    await desk.see("不能超过已拨付的")
    assert await desk.axe() == []
    await page.get_by_label("追回金额").fill(f"{award_fen / 100:.2f}")
    await page.get_by_role("button", name="撤销决定").click()
    await agree(desk, "撤销决定")
    await desk.see("限制申请")
    assert (await shown(owner, application))["status"] == "revoked"


async def test_an_objection_is_upheld_and_the_entry_fails_at_once(desk: DeskPage) -> None:
    world, page = desk.world, desk.page
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    await desk.sign_in("authority")
    await desk.open(f"notices/new?edition={edition}&track=copay")
    await desk.see("下面是发布后大家看到的样子，共 1 条")
    assert await desk.axe() == []
    await waiting(world, edition)
    await page.get_by_role("button", name="发布公示").click()
    await expect(page.get_by_role("dialog")).to_contain_text("又有 1 件到达")
    await agree(desk, "发布公示")
    await desk.see("没有收到异议")
    # What came after the preview is not taken in.
    (notice,) = (await world.anyone.get(f"/programmes/{edition}/notices")).ok()["items"]
    assert notice["entries_total"] == 1
    assert await desk.axe() == []
    await object_to(world, await citizen(world), edition)
    await page.reload()
    await page.get_by_role("button", name="答复异议").click()
    await page.get_by_role("radio", name="异议成立").check()
    await page.get_by_label("答复").fill("经核实，该企业不符合条件")
    await page.get_by_role("button", name="异议成立").click()
    await expect(page.get_by_role("dialog")).to_contain_text("立即不予通过")
    await agree(desk, "异议成立")
    await expect(page.get_by_role("region", name="公示名单")).to_contain_text("异议成立")
    assert (await shown(owner, application))["status"] == "rejected"


async def object_to(world: World, person: Person, edition: str) -> None:
    (notice,) = (await world.anyone.get(f"/programmes/{edition}/notices")).ok()["items"]
    body: dict[str, Any] = {"reason": "该企业不在本市", "entry": notice["entries"][0]["id"]}
    (await person.post(f"/notices/{notice['id']}/objections", body)).ok(201)


async def test_a_paper_of_an_appeal_is_looked_at_in_place(desk: DeskPage) -> None:
    owner, application, appeal = await appealed(desk.world)
    made = (await attach(owner, f"/appeals/{appeal['id']}", pdf("bank slip"))).ok(201)
    await desk.sign_in("authority")
    await desk.open(f"applications/{application['id']}")
    await desk.page.get_by_role("link", name="去决定申诉").click()
    await desk.page.get_by_role("button", name=made["name"]).click()
    paper = desk.page.locator(f"iframe[title='{made['name']}']")
    assert (await paper.get_attribute("src") or "").startswith("blob:")


async def test_an_inspector_reads_and_finds_no_button(desk: DeskPage) -> None:
    world = desk.world
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    notice = await published(world, edition)
    await desk.sign_in("inspector")
    for path in ("editions", f"editions/{edition}", f"notices/{notice['id']}", "payees", "appeals"):
        await desk.open(path)
        acts = desk.page.locator("main").get_by_role("button").filter(visible=True)
        kept = {(await act.inner_text()).strip() for act in await acts.all()}
        assert kept <= {"打印", *STATES}, path
        assert await desk.axe() == []


STATES = {"待核对", "待第二人核实", "已核实", "已退回", "待决定", "已支持", "已驳回"}
