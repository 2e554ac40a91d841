"""Who is paid for what: the supplier for its clients, everybody else for themselves."""

import io
from typing import Any
from uuid import UUID

import openpyxl

from tests.features.applications.whole_rules import (
    RONGCHANG,
    approve,
    firm_in,
    published,
    submitted,
)
from tests.features.client_lists.audit_pass import AUDITED
from tests.features.payouts.payout_steps import ACCOUNT, confirm, name_account, told
from tests.world.application import World
from tests.world.client import Person, firm
from tests.world.platforms import (
    OwnPlatform,
    claimed,
    client,
    payee,
    profile,
    taking_part,
)
from tests.world.review_steps import PASS, approved, decide, events, shown
from tests.world.verified import pay_out

STATED: dict[str, dict[str, Any]] = {"demo-base": {}, "brand": {"brand_name": "荣昌云味"}}


async def granted(
    world: World, owner: Person, edition: str, amount_fen: int, track: str = "demo-base"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(firm, application): an amount that the deciding body set."""
    mine = await firm_in(owner, RONGCHANG)
    application = await submitted(owner, edition, track, mine, **STATED[track])
    (await approve(world, application, award_fen=amount_fen)).ok()
    return mine, application


async def test_an_approval_waits_for_the_account_and_says_so(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine, application = await granted(world, owner, edition, 7_000_000)
    seen = await shown(owner, application)
    assert (seen["status"], seen["stage"], seen["award_fen"]) == ("approved", "payout", 7_000_000)
    (body,) = await told(owner, "payee.needed")
    assert application["number"] in body
    authority = await world.staff("authority")
    nothing = await authority.post("/payouts", {"edition": edition})
    nothing.refused(409, "nothing_payable")
    # Asked once, however often somebody tries to pay.
    assert len(await told(owner, "payee.needed")) == 1
    (await name_account(owner, mine["id"])).ok()
    seen = await shown(owner, application)
    assert seen["status"] == "payable"
    assert events(seen)[-1] == "payable"


async def test_with_the_account_at_hand_nobody_is_asked(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine = await firm_in(owner, RONGCHANG)
    (await name_account(owner, mine["id"])).ok()
    application = await submitted(owner, edition, "demo-base", mine)
    (await approve(world, application, award_fen=100)).ok()
    assert (await shown(owner, application))["status"] == "payable"
    assert await told(owner, "payee.needed") == []


async def test_an_account_in_a_name_of_before_is_none(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine = await firm_in(owner, RONGCHANG)
    (await name_account(owner, mine["id"])).ok()
    kept = {name: mine[name] for name in firm()}
    (await owner.put(f"/enterprises/{mine['id']}", kept | {"name": "他人名下的企业"})).ok()
    application = await submitted(owner, edition, "demo-base", mine)
    (await approve(world, application, award_fen=100)).ok()
    assert (await shown(owner, application))["status"] == "approved"
    assert len(await told(owner, "payee.needed")) == 1
    (await name_account(owner, mine["id"])).ok()
    assert (await shown(owner, application))["status"] == "payable"
    (line,) = (await pay_out(world, edition))["lines"]
    assert line["payee"] == "他人名下的企业"


async def test_discretionary_and_range_amounts_reach_the_firms(world: World) -> None:
    edition = await published(world, RONGCHANG)
    one, two = await world.sme(), await world.sme()
    first, big = await granted(world, one, edition, 7_000_001)
    second, brand = await granted(world, two, edition, 2_000_000, track="brand")
    for owner, mine in ((one, first), (two, second)):
        (await name_account(owner, mine["id"])).ok()
    payout = await pay_out(world, edition)
    assert payout["total_fen"] == 9_000_001
    lines = {line["payee"]: line for line in payout["lines"]}
    assert set(lines) == {first["name"], second["name"]}
    for line in lines.values():
        assert line["platform_id"] is None
        assert line["account"] == "***************0123"
    authority = await world.staff("authority")
    answer = await authority.get(f"/payouts/{payout['id']}/export")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.raw))["拨付汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=5)]
    assert {row[1]: row[3] for row in rows} == dict.fromkeys(lines, ACCOUNT)
    (await confirm(world, payout)).ok()
    for owner, application, mine in ((one, big, first), (two, brand, second)):
        assert (await shown(owner, application))["status"] == "paid"
        (body,) = await told(owner, "application.paid")
        assert mine["name"] in body
    (ledger,) = await world.fetch(
        "SELECT sum(l.amount_fen)::bigint AS fen FROM pool_ledger l JOIN pools p"
        " ON p.id = l.pool_id WHERE l.kind = 'paid' AND p.edition_id = $1",
        edition,
    )
    assert ledger["fen"] == 9_000_001


async def test_several_awards_of_a_firm_are_one_line(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    mine = await firm_in(owner, RONGCHANG)
    (await name_account(owner, mine["id"])).ok()
    for track, amount_fen in (("demo-base", 100), ("brand", 2_500_000)):
        made = await submitted(owner, edition, track, mine, **STATED[track])
        (await approve(world, made, award_fen=amount_fen)).ok()
    (line,) = (await pay_out(world, edition))["lines"]
    assert (line["amount_fen"], len(line["applications"])) == (2_500_100, 2)


async def claim_approved(world: World, edition: str, own: OwnPlatform) -> dict[str, Any]:
    """Ten per cent of ten thousand yuan."""
    made = await claimed(own, edition, client())
    (await decide(await world.staff("auditor"), made, "audit", AUDITED)).ok()
    (await decide(await world.staff("authority"), made, "approve", PASS)).ok()
    return made


async def test_a_platform_is_paid_for_itself_and_for_its_clients(world: World) -> None:
    edition = await world.publish()
    own, owner = await taking_part(world, edition, "copay", "expansion"), await world.sme()
    terms = {"title": "云上采购", "description": "首年", "fee_fen": 1_000_000, "period_months": 12}
    (await own.staff.post("/platform/plans", terms)).ok(201)
    own_claim = await claim_approved(world, edition, own)
    copay = await owner.submitted(edition, platform_id=own.platform_id)
    # The supplier is paid for its clients, so a client's own account is not asked for.
    path = f"/platform/applications/{copay['id']}/endorse"
    (await own.staff.post(path, {"verdict": "pass", "comment": "属实"})).ok()
    checklist = {material["kind"]: {"ok": True} for material in copay["evidence"]}
    audit = {"verdict": "pass", "comment": "齐全", "checklist": checklist}
    (await decide(await world.staff("auditor"), copay, "audit", audit)).ok()
    (await decide(await world.staff("authority"), copay, "approve", PASS)).ok()
    assert await told(owner, "payee.needed") == []
    assert len(await told(own.staff, "payee.needed")) == 1
    (await name_account(owner, copay["enterprise"]["id"])).ok()
    assert (await shown(owner, copay))["status"] == "approved"
    authority, asked = await world.staff("authority"), {"edition": edition}
    (await authority.post("/payouts/preview", asked)).refused(409, "nothing_payable")
    account = profile(payee=payee(own.name))
    (await own.staff.put("/platform", account)).ok()
    # What the account alone was awaited for is shown before it is paid.
    seen = (await authority.post("/payouts/preview", asked)).ok()
    assert seen["total_fen"] + seen["held_fen"] == 100_000 + copay["award_fen"]
    groups = (await authority.get("/office/payable")).ok()["items"]
    waiting = [group for group in groups if group["edition"] == edition]
    assert sum(group["applications"] for group in waiting) == 2
    payout = await pay_out(world, edition)
    (line,) = payout["lines"]
    assert (line["platform_id"], line["payee"]) == (own.platform_id, own.name)
    assert {item["id"] for item in line["applications"]} == {own_claim["id"], copay["id"]}
    assert line["amount_fen"] == 100_000 + copay["award_fen"]


async def test_a_platform_without_an_account_is_paid_as_the_firm_that_it_is(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "expansion")
    made = await claim_approved(world, edition, own)
    owner = await world.sme()
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES (gen_random_uuid(), $1, $2, 'owner', now())",
        UUID(own.firm["enterprise_id"]),
        UUID(owner.user["id"]),
    )
    (await name_account(owner, own.firm["enterprise_id"])).ok()
    (line,) = (await pay_out(world, edition))["lines"]
    assert line["platform_id"] is None
    assert [item["id"] for item in line["applications"]] == [made["id"]]


async def test_copay_goes_on_as_before(world: World) -> None:
    """To the supplier, also where the client has an account of its own."""
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    (await name_account(owner, application["enterprise"]["id"])).ok()
    await approved(world, application)
    (line,) = (await pay_out(world, edition))["lines"]
    assert line["platform_id"] == application["platform"]["id"]
    assert line["account"] != "***************0123"
