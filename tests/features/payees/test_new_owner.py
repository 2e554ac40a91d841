"""What becomes of an account after the fact: a new owner, a change on the way, a reviewer's look."""

import io
from uuid import UUID

import openpyxl

from tests.features.payees.firm_accounts import Waiting, waiting
from tests.features.payouts.payout_steps import name_account, told
from tests.features.reviews.seen_flags import flags
from tests.world.application import World
from tests.world.verified import second_authority, verify_account

OTHER = "6217009999999999991"


async def verified_case(world: World) -> Waiting:
    case = await waiting(world)
    for person in (await world.staff("authority"), await second_authority(world)):
        (await verify_account(person, case.account)).ok()
    return case


async def test_a_former_owners_account_is_paid_no_more(world: World) -> None:
    case, rightful = await verified_case(world), await world.sme()
    body = {"uscc": case.firm["uscc"], "reason": "法定代表人是我本人"}
    dispute = (await rightful.post("/enterprises/disputes", body)).ok(201)
    authority = await world.staff("authority")
    upheld = {"verdict": "upheld", "reason": "核对一致", "licence_checked": True}
    (await authority.post(f"/enterprises/disputes/{dispute['id']}/decide", upheld)).ok()
    refused = await case.payout()
    refused.refused(409, "everything_held")
    assert refused.reasons() == {("held[0]", "payee_missing")}
    assert "原收款账户已停用" in (await told(rightful, "dispute.upheld"))[0]
    rows = await world.fetch(
        "SELECT 1 FROM audit WHERE event = 'payee.retired' AND subject_id = $1",
        UUID(case.firm["id"]),
    )
    assert len(rows) == 1
    (await name_account(rightful, case.firm["id"], account=OTHER)).ok()
    named = await case.payout()
    assert named.reasons() == {("held[0]", "payee_unverified")}


async def test_a_change_on_the_way_is_flagged_and_stands_in_the_sheet(world: World) -> None:
    case = await verified_case(world)
    payout = (await case.payout()).ok(201)
    assert payout["lines"][0]["payee_now"] == "current"
    await case.change(OTHER)
    authority = await world.staff("authority")
    (line,) = (await authority.get(f"/payouts/{payout['id']}")).ok()["lines"]
    assert (line["payee_now"], line["account"]) == ("changed", "***************0123")
    answer = await authority.get(f"/payouts/{payout['id']}/export")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.raw))["拨付汇总"]
    assert sheet.cell(4, 7).value == "制单后收款账户已变更，请先核实再拨付"


async def test_a_line_from_before_accounts_were_verified_is_flagged(world: World) -> None:
    """Payouts that the release before had made are still open after the upgrade."""
    case = await verified_case(world)
    payout = (await case.payout()).ok(201)
    await world.fetch(
        "UPDATE payees SET state = 'unverified', verified_at = NULL WHERE id = $1", case.account
    )
    authority = await world.staff("authority")
    (line,) = (await authority.get(f"/payouts/{payout['id']}")).ok()["lines"]
    assert line["payee_now"] == "unverified"
    answer = await authority.get(f"/payouts/{payout['id']}/export")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.raw))["拨付汇总"]
    assert sheet.cell(4, 7).value == "收款账户还没有核实，请先核实再拨付"


async def test_a_reviewer_sees_where_the_money_would_go(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    platform_id = application["platform"]["id"]
    before = await world.fetch(
        "UPDATE payees SET state = 'unverified', verified_at = NULL WHERE replaced_at IS NULL AND"
        " NOT proposed AND organisation_id = (SELECT organisation_id FROM platforms WHERE id = $1)"
        " RETURNING id, basis",
        UUID(platform_id),
    )
    try:
        found = await flags(world, application)
        assert found["enterprise_claimed"] == [application["enterprise"]["name"]]
        assert len(found["payee_unverified"]) == 1
        assert "*" in found["payee_unverified"][0]
    finally:
        await world.fetch(
            "UPDATE payees SET state = 'verified', verified_at = now(), basis = coalesce(basis,"
            " 'seed') WHERE id = $1",
            before[0]["id"],
        )
