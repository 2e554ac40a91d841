"""What a firm reads of its money: to whom, how far, why not yet, and only of its own."""

from typing import Any

import pytest

from models.rules.payment_words import PaymentState, PaymentStep, payment_words
from models.rules.reasons import Text
from tests.features.applications.whole_rules import (
    RONGCHANG,
    approve,
    firm_in,
    published,
    submitted,
)
from tests.features.payouts.payout_steps import confirm, name_account, today
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import approved
from tests.world.verified import pay_out


async def payment(owner: Person, application: dict[str, Any]) -> Any:
    answer = await owner.get(f"/applications/{application['id']}/payment")
    return answer.ok()["payment"]


async def test_a_firm_that_is_paid_itself_reads_each_step(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine = await firm_in(owner, RONGCHANG)
    application = await submitted(owner, edition, "demo-base", mine)
    assert await payment(owner, application) is None
    (await approve(world, application, award_fen=7_000_000)).ok()
    first = await payment(owner, application)
    assert (first["state"], first["to"], first["account"]) == (
        "account_missing",
        "enterprise",
        None,
    )
    assert first["text"].startswith("7 万元：")
    assert "请填写本企业的收款账户" in first["text"]
    (await name_account(owner, mine["id"])).ok()
    waits = await payment(owner, application)
    assert waits["state"] == "held"
    assert {one["why"] for one in waits["held"]} >= {"payee_unverified"}
    assert waits["account"].endswith("0123")
    payout = await pay_out(world, edition)
    assert (await payment(owner, application))["state"] == "ordered"
    failed = [{"line": 1, "reason": "账号不存在"}]
    (await confirm(world, payout, failed=failed)).ok()
    broken = await payment(owner, application)
    assert (broken["state"], broken["failure"], broken["paid_on"]) == ("failed", "账号不存在", None)
    (await confirm(world, await pay_out(world, edition))).ok()
    paid = await payment(owner, application)
    assert (paid["state"], paid["paid_on"], paid["voucher_no"]) == ("paid", today(), "PZ-2026-001")
    assert paid["name"] == mine["name"]
    stranger = await world.sme()
    refused = await stranger.get(f"/applications/{application['id']}/payment")
    refused.refused(404, "not_found")


async def test_a_client_reads_that_its_platform_is_paid(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    await approved(world, application)
    seen = await payment(owner, application)
    assert (seen["to"], seen["account"]) == ("platform", None)
    assert seen["name"] == application["platform"]["name"]
    (await confirm(world, await pay_out(world, edition))).ok()
    paid = await payment(owner, application)
    assert paid["state"] == "paid"
    assert "不打到您的账户" in paid["text"]


@pytest.mark.parametrize("supplied", [False, True])
@pytest.mark.parametrize(
    "state",
    [
        "approved",
        "account_missing",
        "account_refused",
        "held",
        "failed",
        "payable",
        "ordered",
        "paid",
    ],
)
def test_every_state_has_its_sentence(state: PaymentState, supplied: bool) -> None:
    said = payment_words(PaymentStep(state, supplied, 12_345, [Text("原因", "a reason")]))
    assert said.zh.startswith("123.45 元：")
    assert said.en.isascii()
    assert ("原因" in said.zh) is (state == "held")
