"""On a network that cuts requests at random: confirmed, corrected, appealed; nothing twice or lost."""

from typing import Any

import pytest
from playwright.async_api import Error

from tests.clients.h5.album import Album
from tests.clients.h5.bad_network import BadNetwork
from tests.clients.h5.phone_page import PhonePage
from tests.clients.h5.steps import add_paper, type_into, type_lines
from tests.world.client import Person
from tests.world.client_batches import Office, office
from tests.world.review_steps import decide, events, shown

_TRIES = 15
_SENT_BACK = {
    "verdict": "return",
    "comment": "请补正两处",
    "items": [
        {"item": "contract_no", "reason": "合同编号与合同首页不一致"},
        {"item": "payment_receipt", "reason": "支付凭据看不清付款日期"},
    ],
}
_RECEIPT = "服务费用支付凭据（复制件）"
_REJECTED = {"verdict": "reject", "comment": "合同与发票不是同一家企业", "cite": "四(二)1"}


async def test_a_batchs_client_confirms_corrects_and_appeals(phone: PhonePage) -> None:
    album, network = Album(phone, "b"), BadNetwork()
    at, person = await office(phone.world), await phone.become("flaky")
    application = await _filed(at, person)
    await network.install(phone)
    await _confirm(phone, album, application)
    auditor = await phone.world.staff("auditor")
    (await decide(auditor, application, "audit", _SENT_BACK)).ok()
    await _correct(phone, album, application)
    (await decide(auditor, application, "audit", _REJECTED)).ok()
    await _appeal(phone, album, application)
    assert min(network.cut["before"], network.cut["answer"]) > 0, network.cut
    await _nothing_twice(person, application)


async def _filed(at: Office, person: Person) -> dict[str, Any]:
    """By the platform's batch, and known to be this person's by the phone that the batch names."""
    own = await person.enterprise()
    row = at.row(uscc=own["uscc"], enterprise_name=own["name"])
    given = {"code": f"sandbox-phone-{row.cells['contact_phone']}"}
    (await person.post("/session/phone", given)).ok()
    (result,) = await at.results(await at.handed_in(row))
    assert result["result"] == "accepted", result
    return await shown(person, {"id": result["application_id"]})


async def _insist(phone: PhonePage, button: str, until: str, *, exact: bool = False) -> None:
    """What people do: press again until it worked; a page that was not had is asked for again."""
    for _ in range(_TRIES):
        await phone.settled()
        if await phone.text(until, exact=exact).count():
            return
        again = phone.page.get_by_role("button", name="再试一次").locator("visible=true")
        await (again.first.tap() if await again.count() else _press(phone, button))
    pytest.fail(f"pressed {button} {_TRIES} times, and “{until}” did not come")


async def _press(phone: PhonePage, button: str) -> None:
    """If it is still there: the page may have gone on meanwhile."""
    found = phone.page.get_by_role("button", name=button).locator("visible=true")
    try:
        await found.first.tap(timeout=3_000)
    except Error:
        await phone.settled()


async def _confirm(phone: PhonePage, album: Album, application: dict[str, Any]) -> None:
    await phone.open(f"pages/application/confirm?id={application['id']}")
    await _insist(phone, "再试一次", "替贵公司提交了这份申请")
    await album.look("confirm")
    await _insist(phone, "都对，确认", "办理进度")
    await album.look("confirmed")


async def _correct(phone: PhonePage, album: Album, application: dict[str, Any]) -> None:
    await phone.open(f"pages/application/correct?id={application['id']}")
    await _insist(phone, "再试一次", "有 2 项要补正")
    await type_into(phone, "fact-contract_no", "HT-FLAKY-1")
    await add_paper(phone, _RECEIPT, "clear_receipt", way="再加一份")
    await _insist(phone, "再传一次", "重新提交", exact=True)
    await album.look("returned")
    await _insist(phone, "重新提交", "已重新提交")
    await album.look("corrected")


async def _appeal(phone: PhonePage, album: Album, application: dict[str, Any]) -> None:
    await phone.open(f"pages/application/appeal?id={application['id']}")
    await _insist(phone, "再试一次", "申诉理由")
    await type_lines(phone, "reason", "发票抬头是同一家企业的旧名称，附变更证明")
    await album.look("appeal")
    await _insist(phone, "提交申诉", "等主管部门答复")
    await album.look("appealed")


async def _nothing_twice(person: Person, application: dict[str, Any]) -> None:
    now = await shown(person, application)
    told = events(now)
    assert (told.count("confirmed"), told.count("resubmitted")) == (1, 1), told
    assert now["contract_no"] == "HT-FLAKY-1"
    receipts = [one for one in now["evidence"] if one["kind"] == "payment_receipt"]
    assert len(receipts) == 2
    path = f"/applications/{application['id']}/appeals"
    (appeal,) = (await person.get(path)).ok()["items"]
    assert appeal["reason"].startswith("发票抬头是同一家企业的旧名称")
