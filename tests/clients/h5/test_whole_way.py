"""From a platform's share card to the money: a firm's whole way on a phone, as nobody helps it."""

from typing import Any

from tests.clients.h5.album import Album
from tests.clients.h5.phone_page import PhonePage
from tests.clients.h5.steps import (
    add_paper,
    answer_yes,
    choose,
    made_up_code,
    press,
    turn_wheel,
    type_into,
    type_lines,
    whose_phone,
)
from tests.features.payouts.payout_steps import confirm
from tests.world.client import Person
from tests.world.review_steps import AUDIT_PASS, PASS, decide, endorse, shown
from tests.world.verified import pay_out

_FIRM = "示例陈记五金（虚构）有限公司"
_SENT_BACK = {
    "verdict": "return",
    "comment": "请补正一处",
    "items": [{"item": "payment_receipt", "reason": "支付凭据看不清付款日期，请重新拍一张"}],
}


async def test_from_a_share_card_to_the_money(phone: PhonePage) -> None:
    """Every page is axe's to judge; what the offices do between goes by their own calls."""
    album = Album(phone, "a")
    edition = await phone.world.publish()
    await _find(phone, album, edition)
    await _come_in(phone, album)
    person = await whose_phone(phone)
    application = await _apply(phone, album, person)
    await _follow(phone, album, person, application)
    await _be_paid(phone, album, person, application, edition)


async def _find(phone: PhonePage, album: Album, edition: str) -> None:
    """What there is, by what a friend sent: nobody is asked who they are."""
    await phone.open("pages/home/home")
    await phone.see("我的企业能拿哪些补贴")
    await album.look("home")
    plan = await (await phone.world.wechat("whole-way-looker")).some_plan(edition)
    await phone.open(f"pages/platform/detail?id={plan['platform_id']}&edition={edition}")
    await phone.see("方案和价格")
    await album.look("platform")
    await press(phone, "看方案、申请补贴")
    await phone.see("怎么算的")
    await album.look("plan")
    await press(phone, "申请补贴")
    await phone.see("用哪家企业申请")
    await album.look("start")


async def _come_in(phone: PhonePage, album: Album) -> None:
    """Logs in where it is needed, registers the firm, reads the privacy text, and comes back."""
    await press(phone, "登录后开始")
    await phone.see("选一位办事人")
    await album.look("sign-in")
    await type_into(phone, "demo-name", "wholeway")
    await press(phone, "进入")
    await press(phone, "登记企业")
    await type_into(phone, "uscc", made_up_code("5WH0LEY"))
    await phone.see("代码填写正确")
    await type_into(phone, "name", _FIRM)
    await turn_wheel(phone, "registered_on")
    await phone.page.locator("#sector").tap()
    await phone.see("制造业")
    await album.look("sector")
    await phone.tap("制造业")
    await type_into(phone, "employees", "42")
    await type_into(phone, "annual_revenue_fen", "18000000")
    await choose(phone, "在不在生产性服务业功能区内", "在")
    await album.look("register")
    await press(phone, "登记这家企业")
    await phone.see("请先看隐私说明")
    await album.look("privacy")
    await press(phone, "看过了，同意并继续")
    await phone.see(_FIRM)
    await album.look("registered")


async def _apply(phone: PhonePage, album: Album, person: Person) -> dict[str, Any]:
    """Five steps; what is missing stands in view, and the number comes at the end."""
    await press(phone, "开始填写")
    await phone.see("第 1 步")
    await album.look("step-1")
    await phone.tap("下一步")
    await type_into(phone, "fact-contract_no", "HT-2026-0315")
    await turn_wheel(phone, "fact-signed_at")
    await turn_wheel(phone, "fact-paid_at")
    fee = await phone.page.locator("#fact-fee_fen input").input_value()
    await type_into(phone, "fact-paid_fen", fee)
    await phone.see("已保存")
    await album.look("step-2")
    await phone.tap("下一步")
    await answer_yes(phone)
    await phone.see("还缺 4 项")
    await album.look("step-3")
    await phone.tap("下一步")
    (mine,) = (await person.get("/applications")).ok()["items"]
    asked = (await shown(person, mine))["missing"]
    for missing in asked:
        await add_paper(phone, missing["label"], missing["kind"])
    await phone.see("都齐了")
    await album.look("step-4")
    await phone.tap("下一步")
    await phone.see("HT-2026-0315")
    await album.look("step-5")
    await press(phone, "提交申请")
    await phone.see("已提交")
    await album.look("submitted")
    application = await shown(person, mine)
    assert application["status"] == "in_review"
    return application | {"asked": asked}


async def _follow(
    phone: PhonePage, album: Album, person: Person, application: dict[str, Any]
) -> None:
    """Its place in the line; sent back, and corrected; heard of by a message."""
    world, path = phone.world, f"pages/application/detail?id={application['id']}"
    await phone.open(path)
    await phone.see("排队情况")
    await album.look("line")
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    (await decide(auditor, application, "audit", _SENT_BACK)).ok()
    await phone.open("pages/notification/list")
    await phone.see("需要补正")
    await album.look("messages")
    await phone.open("pages/follow/follow")
    await phone.see("等您办理")
    await album.look("follow")
    await phone.tap("去补正")
    await phone.see("支付凭据看不清付款日期")
    await album.look("returned")
    label = next(one["label"] for one in application["asked"] if one["kind"] == "payment_receipt")
    await add_paper(phone, label, "payment_receipt_again", way="再加一份")
    await press(phone, "重新提交")
    await phone.see("已重新提交")
    await album.look("corrected")


async def _be_paid(
    phone: PhonePage, album: Album, person: Person, application: dict[str, Any], edition: str
) -> None:
    """Approved, paid, and asked how the platform was."""
    world, path = phone.world, f"pages/application/detail?id={application['id']}"
    (await decide(await world.staff("auditor"), application, "audit", AUDIT_PASS)).ok()
    (await decide(await world.staff("authority"), application, "approve", PASS)).ok()
    await phone.open(path)
    await phone.see("审核通过")
    await album.look("approved")
    (await confirm(world, await pay_out(world, edition))).ok()
    await phone.open(path)
    await phone.see("已拨付")
    await album.look("paid")
    await phone.open(f"pages/application/decision?id={application['id']}")
    await phone.see("条件")
    await album.look("decision")
    await phone.open(f"pages/application/rate?id={application['id']}")
    await phone.page.get_by_role("radio", name="5 星", exact=True).tap()
    await type_lines(phone, "words", "上线快，客服耐心")
    await album.look("rating")
    await press(phone, "提交评价")
    await phone.see("谢谢")
    assert (await shown(person, application))["status"] == "paid"
