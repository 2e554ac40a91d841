"""A platform's account bears its firm's name, and holds what is due until two persons verified it."""

import io
from typing import Any

import openpyxl

from tests.features.payouts.payout_steps import told
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.platforms import OwnPlatform, profile, taking_part
from tests.world.review_steps import approved
from tests.world.verified import (
    current_account,
    second_authority,
    verified,
    verify_account,
    verify_firm,
)

PLAN = {"title": "云上采购", "description": "首年", "fee_fen": 1_000_000, "period_months": 12}
FIRST = {"bank": "示例银行浦东支行", "account": "6222021234567890123"}
OTHER = {"bank": "某村镇银行", "account": "6217009999999999991"}


async def selling(world: World, edition: str) -> OwnPlatform:
    """A platform with a verified account and a plan."""
    own = await taking_part(world, edition, "copay")
    (await own.staff.post("/platform/plans", PLAN)).ok(201)
    (await name(own, FIRST)).ok()
    return own


async def name(own: OwnPlatform, payee: dict[str, Any]) -> Answer:
    """In the registered name unless another is given."""
    named = {"name": own.name, **payee}
    return await own.staff.put("/platform", profile(payee=named))


async def change(world: World, own: OwnPlatform, payee: dict[str, Any]) -> dict[str, Any]:
    """Proposed by one person of the platform, confirmed by another."""
    shown = (await name(own, payee)).ok()
    given = {"payee_id": shown["payee"]["proposed"]["id"]}
    colleague = await world.staff("platform", platform_id=own.platform_id)
    return dict((await colleague.post("/platform/payee/confirm", given)).ok())


async def bought(world: World, owner: Person, edition: str, own: OwnPlatform) -> dict[str, Any]:
    """A client's approved application."""
    made = await owner.submitted(edition, platform_id=own.platform_id)
    await approved(world, made)
    return made


async def test_no_account_in_another_name(world: World) -> None:
    """The reproduction of finding 1: a natural person at a village bank."""
    own = await taking_part(world, await world.publish(), "copay")
    answer = await name(own, {"name": "张三(个人)", **OTHER})
    answer.refused(422, "invalid")
    assert answer.reasons() == {("payee.name", "payee_differs")}
    assert own.name in answer.body["errors"][0]["message"]
    wide = own.name.replace("上海", " 上　海")
    assert (await name(own, {"name": wide, **OTHER})).ok()["payee"]["name"] == own.name


async def test_a_changed_account_holds_what_is_due(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    own = await selling(world, edition)
    made = await bought(world, owner, edition, own)
    await verified(world, edition)
    changed = await change(world, own, OTHER)
    assert (changed["payee"]["verified"], changed["payee"]["state"]) == (False, "unverified")
    authority, second = await world.staff("authority"), await second_authority(world)
    refused = await authority.post("/payouts", {"edition": edition})
    refused.refused(409, "everything_held")
    assert refused.reasons() == {("held[0]", "payee_unverified")}
    payee_id = await current_account(world, own.platform_id)
    assert (await verify_account(authority, payee_id)).ok()["state"] == "checked"
    (await authority.post("/payouts", {"edition": edition})).refused(409, "everything_held")
    assert (await verify_account(second, payee_id)).ok()["state"] == "verified"
    payout = (await authority.post("/payouts", {"edition": edition})).ok(201)
    assert payout["held"] == []
    (line,) = payout["lines"]
    assert [item["id"] for item in line["applications"]] == [made["id"]]
    assert line["account"] == changed["payee"]["account"]
    assert "某村镇银行" in (await told(own.staff, "payee.verified"))[0]


async def test_the_sheet_has_no_account_that_nobody_verified(world: World) -> None:
    """What is clear is paid, what is not is told beside it, old and new."""
    edition, owner = await world.publish(), await world.sme()
    clear, changed = await selling(world, edition), await selling(world, edition)
    paid = await bought(world, owner, edition, clear)
    kept = await bought(world, owner, edition, changed)
    await verified(world, edition)
    await change(world, changed, OTHER)
    authority = await world.staff("authority")
    payout = (await authority.post("/payouts", {"edition": edition})).ok(201)
    (line,) = payout["lines"]
    assert [item["id"] for item in line["applications"]] == [paid["id"]]
    (held,) = payout["held"]
    assert (held["why"], held["amount_fen"]) == (["payee_unverified"], kept["award_fen"])
    assert [item["id"] for item in held["applications"]] == [kept["id"]]
    assert (held["bank"], held["account"]) == ("某村镇银行", "***************9991")
    assert held["before"]["bank"] == FIRST["bank"]
    assert held["before"]["account"] == "***************0123"
    answer = await authority.get(f"/payouts/{payout['id']}/export")
    book = openpyxl.load_workbook(io.BytesIO(answer.raw))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("某村镇银行" in cell or OTHER["account"] in cell for cell in cells)
    assert FIRST["account"] in cells
    again = (await authority.get(f"/payouts/{payout['id']}")).ok()
    assert again == payout


async def test_nobody_is_paid_before_the_firm_is_verified(world: World) -> None:
    edition, owner, another = await world.publish(), await world.sme(), await world.sme()
    own = await selling(world, edition)
    made = await bought(world, owner, edition, own)
    await verified(world, edition)
    fresh = await bought(world, another, edition, own)
    authority = await world.staff("authority")
    payout = (await authority.post("/payouts", {"edition": edition})).ok(201)
    (line,), (held,) = payout["lines"], payout["held"]
    assert [item["id"] for item in line["applications"]] == [made["id"]]
    assert held["why"] == ["enterprise_unverified"]
    assert held["firms"] == [fresh["enterprise"]]
    assert [item["id"] for item in held["applications"]] == [fresh["id"]]
    (await authority.post("/payouts", {"edition": edition})).refused(409, "everything_held")
    (await verify_firm(authority, fresh["enterprise"]["id"])).ok()
    rest = (await authority.post("/payouts", {"edition": edition})).ok(201)
    assert [item["id"] for item in rest["lines"][0]["applications"]] == [fresh["id"]]
    assert rest["held"] == []
