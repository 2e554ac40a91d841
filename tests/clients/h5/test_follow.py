"""Following an application on a phone: its line, correcting, confirming, appealing, withdrawing."""

import asyncio
from typing import Any
from uuid import UUID

from playwright.async_api import Request, Route

from tests.clients.h5.phone_page import PhonePage
from tests.features.applications.filed import filed_and_verified
from tests.world.client import Person
from tests.world.papers import pdf
from tests.world.review_steps import decide, endorsed, shown

_CONTRACT = {"item": "contract_no", "reason": "合同编号与合同首页不一致"}
_RECEIPT = {"item": "payment_receipt", "reason": "支付凭据看不清付款日期"}
_SENT_BACK = {"verdict": "return", "comment": "请逐项补正", "items": [_CONTRACT, _RECEIPT]}
_REJECTED = {"verdict": "reject", "comment": "合同与发票不是同一家企业", "cite": "四(二)1"}


async def _pick(phone: PhonePage, label: str, name: str) -> None:
    """A file through the sheet of ways to add a paper."""
    await phone.page.get_by_label(label).tap()
    async with phone.page.expect_file_chooser() as choosing:
        await phone.tap("选手机里的文件")
    file = {"name": name, "mimeType": "application/pdf", "buffer": pdf("another")}
    await (await choosing.value).set_files([file])


async def _rejected(phone: PhonePage, name: str) -> tuple[Person, dict[str, Any]]:
    person, world = await phone.become(name), phone.world
    application = await endorsed(world, person, world.edition)
    (await decide(await world.staff("auditor"), application, "audit", _REJECTED)).ok()
    return person, application


async def test_sent_back_and_handed_in_again(phone: PhonePage) -> None:
    """Item by item; the answer to the hand-in is lost on the way, and nothing is done twice."""
    phone.expected.append(r"net::ERR_")
    person, world = await phone.become("follow-returned"), phone.world
    application = await endorsed(world, person, world.edition)
    (await decide(await world.staff("auditor"), application, "audit", _SENT_BACK)).ok()
    await phone.open("pages/follow/follow")
    await phone.see("等您办理")
    assert await phone.axe() == []
    await phone.tap("去补正")
    await phone.see("有 2 项要补正")
    assert await phone.axe() == []
    await phone.page.locator("#fact-contract_no input").fill("HT-CORRECTED")
    await _pick(phone, "再加一份：服务费用支付凭据", "清晰回单.pdf")
    await phone.see("清晰回单.pdf")
    lost: list[Request] = []

    async def lose(route: Route) -> None:
        lost.append(route.request)
        await route.fetch()
        await route.abort()

    await phone.page.route("**/submit", lose, times=1)
    submit = phone.page.get_by_role("button", name="重新提交", exact=True)
    await asyncio.gather(submit.dispatch_event("click"), submit.dispatch_event("click"))
    await phone.see("没有网络")
    assert len(lost) == 1
    await submit.tap()
    await phone.see("已重新提交")
    assert await phone.axe() == []
    now = await shown(person, application)
    assert (now["status"], now["contract_no"]) == ("in_review", "HT-CORRECTED")
    assert [entry["event"] for entry in now["timeline"]].count("resubmitted") == 1


async def test_nothing_was_corrected(phone: PhonePage) -> None:
    """The API says so of each item, beside it; a word of why it is right will do."""
    person, world = await phone.become("follow-untouched"), phone.world
    application = await endorsed(world, person, world.edition)
    only = {"verdict": "return", "comment": "请补正", "items": [_CONTRACT]}
    (await decide(await world.staff("auditor"), application, "audit", only)).ok()
    await phone.open(f"pages/application/correct?id={application['id']}")
    await phone.tap("重新提交（还有 1 项）")
    await phone.page.locator("#fact-contract_no-error").wait_for()
    assert await phone.axe() == []
    await phone.tap("没有错？写明理由")
    await phone.page.locator("#words-contract_no textarea").fill("合同首页就是这个编号")
    await phone.tap("重新提交", exact=True)
    await phone.see("已重新提交")
    assert (await shown(person, application))["status"] == "in_review"


async def test_filed_by_a_platform(phone: PhonePage) -> None:
    """Opened cold from the platform's code: read, changed meanwhile, read again; then yes, once."""
    person = await phone.become("follow-filed")
    mine = await filed_and_verified(phone.world, person, phone.world.edition)
    await phone.open(f"pages/application/detail?scene={mine['id'].replace('-', '')}")
    await phone.tap("核对并确认")
    await phone.see("替贵公司提交了这份申请")
    await phone.see("合同编号")
    await phone.tap("有错，请平台更正")
    assert await phone.axe() == []
    await phone.page.locator("#reason textarea").fill("付款日期应是 3 月 6 日")
    await phone.tap("发给平台")
    await phone.see("已经告诉平台")
    await phone.world.fetch(
        "UPDATE applications SET version = version + 1 WHERE id = $1", UUID(mine["id"])
    )
    await phone.tap("都对，确认")
    await phone.see("内容刚有改动")
    await phone.tap("都对，确认")
    await phone.see("办理进度")
    assert await phone.axe() == []
    now = await shown(person, mine)
    assert "confirm" not in now["allowed"]
    assert [entry["event"] for entry in now["timeline"]].count("confirmed") == 1


async def test_rejected_and_appealed(phone: PhonePage) -> None:
    """Why, by which clause; the words of an appeal outlive a cut, and papers come with it."""
    phone.expected.append(r"net::ERR_")
    person, application = await _rejected(phone, "follow-appeal")
    await phone.open(f"pages/application/decision?id={application['id']}")
    await phone.see("合同与发票不是同一家企业")
    await phone.see("依据：四(二)1")
    assert await phone.axe() == []
    path = f"pages/application/appeal?id={application['id']}"
    await phone.open(path)
    await phone.tap("提交申诉")
    await phone.page.locator("#reason-error").wait_for()
    await phone.page.context.set_offline(True)
    await phone.page.locator("#reason textarea").fill("发票抬头是同一家企业的旧名称")
    await phone.tap("提交申诉")
    await phone.see("没有网络")
    await phone.page.context.set_offline(False)
    await phone.tap("提交申诉")
    await phone.see("等主管部门答复")
    await _pick(phone, "材料：申诉材料", "更名证明.pdf")
    await phone.see("更名证明.pdf")
    assert await phone.axe() == []
    (appeal,) = (await person.get(f"/applications/{application['id']}/appeals")).ok()["items"]
    assert appeal["reason"] == "发票抬头是同一家企业的旧名称"


async def test_its_line_and_taking_it_back(phone: PhonePage) -> None:
    """Where it stands and what that means; what a withdrawal loses is said before it is done."""
    person, world = await phone.become("follow-line"), phone.world
    application = await person.submitted(world.edition)
    await phone.open(f"pages/application/detail?id={application['id']}")
    for words in ("排队情况", "审核中暂列", "办理进度", "申请提交回执", "办理记录"):
        await phone.see(words)
    assert await phone.axe() == []
    await phone.tap("撤回申请")
    await phone.see("替您留着的补贴马上让给后面的企业")
    assert await phone.axe() == []
    await phone.tap("撤回这份申请")
    await phone.see("是企业自己撤回的")
    assert (await shown(person, application))["status"] == "withdrawn"


async def test_a_letter_is_checked_by_its_code(phone: PhonePage) -> None:
    """By anybody, and a token of nobody's making is said to be none."""
    await phone.open("pages/verify/letter?token=nobody-signed-this")
    await phone.see("未能核验")
    assert await phone.axe() == []
