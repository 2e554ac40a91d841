"""What a message says is so when it is told: whose turn it is, and who has the money."""

from datetime import datetime, timedelta
from typing import Any

from server.clock import SHANGHAI
from server.features.messages.events.movement_words import movement_words
from server.features.messages.tell_submitted import tell_submitted
from server.ports import Ports
from tests.features.messages.conftest import Told
from tests.features.verdicts.return_steps import lapse
from tests.world.handing_in_again import send_back
from tests.world.review_steps import PASS, approved, audited, decide, endorse
from tests.world.verified import pay_out, without_account


async def body(told: Told, event: str) -> str:
    (row,) = await told.rows(event)
    return str(row["body"])


async def pay(told: Told) -> str:
    """Its payout, confirmed; the name of who received it."""
    authority = await told.world.staff("authority")
    payout = await pay_out(told.world, told.application["edition"])
    given = {"paid_on": datetime.now(SHANGHAI).date().isoformat(), "voucher_no": "PZ-1"}
    (await authority.post(f"/payouts/{payout['id']}/confirm", given)).ok()
    return str(payout["lines"][0]["payee"])


async def test_an_approval_says_that_payment_comes_when_it_does(told: Told) -> None:
    await approved(told.world, told.application)
    assert "接下来安排拨付" in await body(told, "application.approved")


async def test_it_says_so_when_an_account_is_missing(told: Told) -> None:
    async with without_account(told.world, told.application["platform"]["id"]):
        await audited(told.world, told.application)
        authority = await told.world.staff("authority")
        (await decide(authority, told.application, "approve", PASS)).ok()
    words = await body(told, "application.approved")
    assert "接下来安排拨付" not in words
    assert "填好收款账户后安排拨付" in words


async def test_it_says_so_when_the_firm_has_still_to_confirm(told: Told) -> None:
    await told.world.fetch(
        "UPDATE applications SET filed_by = 'platform', confirmed_at = NULL WHERE id = $1", told.id
    )
    await told.world.fetch(
        "UPDATE enterprises e SET state = 'verified', verified_at = now() FROM applications a"
        " WHERE a.enterprise_id = e.id AND a.id = $1",
        told.id,
    )
    await approved(told.world, told.application)
    words = await body(told, "application.approved")
    assert "您不用做任何事" not in words
    assert "确认后安排拨付" in words


async def test_a_payment_to_the_platform_is_not_awaited_in_the_firms_account(told: Told) -> None:
    await approved(told.world, told.application)
    payee = await pay(told)
    words = await body(told, "application.paid")
    assert f"平台企业“{payee}”" in words
    assert "不会转到贵公司账户" in words
    assert "仍未到账" not in words
    assert "咨询：上海企业服务云 http://www.ssme.gov.cn。" in words


async def test_who_has_the_money_gives_it_back(told: Told) -> None:
    await approved(told.world, told.application)
    payee = await pay(told)
    authority = await told.world.staff("authority")
    given: dict[str, Any] = {"reason": "骗取资金", "recover_fen": told.application["award_fen"]}
    given["credit_record"] = True
    (await authority.post(f"/applications/{told.id}/revoke", given)).ok()
    words = await body(told, "application.revoked")
    assert f"由平台企业“{payee}”退回，贵公司无需付款" in words
    assert "需退回" not in words
    assert "记入失信记录" in words
    platform = await told.world.staff("platform", platform_id=told.application["platform"]["id"])
    items = (await platform.get("/notifications")).ok()["items"]
    (due,) = [one for one in items if told.application["number"] in one["body"]]
    assert due["event"] == "platform.recovery_due"
    assert "需要退回" in due["body"]


async def test_only_who_stands_in_a_line_is_promised_a_place(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await tell_submitted(told.id, clock=ports.clock)
    assert "排在第几位" in await body(told, "application.submitted")
    await told.world.fetch("DELETE FROM notifications WHERE application_id = $1", told.id)
    await told.world.fetch("UPDATE claims SET live = false WHERE application_id = $1", told.id)
    await tell_submitted(told.id, clock=ports.clock)
    words = await body(told, "application.submitted")
    assert "排在第几位" not in words
    assert "办到哪一步" in words


async def test_a_lapse_promises_a_new_application_only_while_one_may_apply(told: Told) -> None:
    (await endorse(told.world, told.application)).ok()
    await send_back(told.world, "auditor", "audit", told.application)
    words = await body(told, "application.returned")
    assert "期限内排队位置和额度为您保留" in words
    assert "补正说明" in words
    closes_at = told.world.clock.now() + timedelta(days=1)
    await told.world.fetch(
        "UPDATE editions SET closes_at = $2 WHERE code = $1", told.application["edition"], closes_at
    )
    await lapse(told.world, timedelta(days=60))
    words = await body(told, "application.lapsed")
    assert "排队位置和额度不再保留" in words
    assert "可以重新申请" not in words
    assert "可在申请详情里提出申诉" in words


def test_who_comes_by_arrival_is_not_told_of_earlier_payers() -> None:
    for state, told in (("funded", "waiting"), ("waiting", None), ("waiting", "funded")):
        words = movement_words(state, told, by_payment=False)
        assert "签约交费" not in words["explanation"] + words["progress"]
        assert "sign" not in words["explanation_en"]
        assert "签约交费" in movement_words(state, told, by_payment=True)["explanation"]
