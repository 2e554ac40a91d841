"""Payable applications gathered, exported, confirmed: to the fen, once, and only by whom it is for."""

import asyncio
import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import openpyxl

from server.clock import SHANGHAI
from tests.features.payouts.payout_steps import confirm, payable, platforms_of, today, told
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import events, shown
from tests.world.verified import pay_out, verified


async def gathered(world: World) -> tuple[str, list[dict[str, Any]], dict[str, Any], Person]:
    """Three payable applications of two platforms on one payout, and who is paid for them."""
    edition, owner = await world.publish(), await world.sme()
    one, two = await platforms_of(world, edition, 2)
    made = [
        await payable(world, owner, edition, one, 1_234_567),
        await payable(world, owner, edition, two, 999_999),
        await payable(world, owner, edition, one, 100_003),
    ]
    return edition, made, await pay_out(world, edition), owner


async def test_one_line_per_payee_that_adds_up(world: World) -> None:
    edition, made, payout, owner = await gathered(world)
    assert len(payout["lines"]) == 2
    awards = {application["id"]: application["award_fen"] for application in made}
    assert awards == {
        made[0]["id"]: 493_826,
        made[1]["id"]: 399_999,
        made[2]["id"]: 40_001,
    }
    listed = {
        item["id"]: item["amount_fen"] for line in payout["lines"] for item in line["applications"]
    }
    assert listed == awards
    for line in payout["lines"]:
        parts = [item["amount_fen"] for item in line["applications"]]
        assert line["amount_fen"] == sum(parts)
        assert "****" in line["account"]
    assert payout["total_fen"] == sum(awards.values())
    assert sorted(len(line["applications"]) for line in payout["lines"]) == [1, 2]

    authority = await world.staff("authority")
    again = await authority.post("/payouts", {"edition": edition})
    again.refused(409, "nothing_payable")
    items = (await authority.get("/payouts", params={"limit": "100"})).ok()["items"]
    assert payout["id"] in [item["id"] for item in items]
    assert (await authority.get(f"/payouts/{payout['id']}")).ok() == payout
    assert events(await shown(owner, made[0]))[-1] == "payout.gathered"


async def test_narrowed_by_track_and_platform(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    one, two = await platforms_of(world, edition, 2)
    first = await payable(world, owner, edition, one, 500_000)
    await payable(world, owner, edition, two, 600_000)
    authority = await world.staff("authority")
    payout = await pay_out(world, edition, track="copay", platform_id=one)
    (line,) = payout["lines"]
    assert [item["id"] for item in line["applications"]] == [first["id"]]
    other = {"edition": edition, "track": "expansion"}
    (await authority.post("/payouts", other)).refused(409, "nothing_payable")
    rest = (await authority.post("/payouts", {"edition": edition})).ok(201)
    assert rest["total_fen"] == 240_000


async def test_the_workbook_holds_full_accounts_and_is_recorded(world: World) -> None:
    _, _, payout, _ = await gathered(world)
    authority = await world.staff("authority")
    answer = await authority.get(f"/payouts/{payout['id']}/export")
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.raw))["拨付汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    for line, row in zip(payout["lines"], rows[:2], strict=True):
        shown = line["account"].lstrip("*")
        assert row[1] == line["payee"]
        assert len(row[3]) == len(line["account"])
        assert row[3].endswith(shown)
        assert "*" not in row[3]
        assert round(row[5] * 100) == line["amount_fen"]
    assert round(rows[2][5] * 100) == payout["total_fen"]
    (count,) = await world.fetch(
        "SELECT count(*) AS n FROM audit WHERE subject_id = $1 AND event = 'payout.exported'",
        UUID(payout["id"]),
    )
    assert count["n"] == 1


async def test_confirmed_means_paid_told_and_in_the_ledger(world: World) -> None:
    _, made, payout, owner = await gathered(world)
    done = (await confirm(world, payout)).ok()
    assert (done["state"], done["voucher_no"], done["paid_on"]) == (
        "confirmed",
        "PZ-2026-001",
        today(),
    )
    assert {line["state"] for line in done["lines"]} == {"paid"}
    for application in made:
        seen = await shown(owner, application)
        assert (seen["status"], seen["queue"]["state"]) == ("paid", "locked")
        assert events(seen)[-1] == "paid"
    ids = [UUID(application["id"]) for application in made]
    (ledger,) = await world.fetch(
        "SELECT count(*) AS n, sum(l.amount_fen)::bigint AS fen FROM pool_ledger l JOIN claims c"
        " ON c.id = l.claim_id WHERE l.kind = 'paid' AND c.application_id = ANY($1)",
        ids,
    )
    assert (ledger["n"], ledger["fen"]) == (3, payout["total_fen"])
    (told,) = await world.fetch(
        "SELECT count(*) AS n FROM notifications WHERE application_id = ANY($1)"
        " AND event = 'application.paid'",
        ids,
    )
    assert told["n"] == 3


async def platforms_are_told(
    world: World, made: list[dict[str, Any]], failing: dict[str, Any], passing: dict[str, Any]
) -> None:
    """Each of its own transfer, with the money and the clients of that line."""
    platform_of = {one["id"]: one["platform"]["id"] for one in made}
    for line, event in ((failing, "platform.payment_failed"), (passing, "platform.paid")):
        platform_id = platform_of[line["applications"][0]["id"]]
        bodies = await told(await world.staff("platform", platform_id=platform_id), event)
        count, fen = len(line["applications"]), line["amount_fen"]
        amount = f"¥{fen // 100:,}.{fen % 100:02d}"
        assert any(amount in body and f"含 {count} 件" in body for body in bodies), bodies


async def test_failed_lines_go_back_and_are_gathered_again(world: World) -> None:
    edition, made, payout, owner = await gathered(world)
    failing, passing = payout["lines"]
    failed = [{"line": failing["id"], "reason": "账号与户名不符"}]
    done = (await confirm(world, payout, failed=failed)).ok()
    states = {line["id"]: (line["state"], line["failure"]) for line in done["lines"]}
    assert states == {failing["id"]: ("failed", "账号与户名不符"), passing["id"]: ("paid", None)}
    back = {item["id"] for item in failing["applications"]}
    firms = await told(owner, "application.payment_failed")
    assert len(firms) == len(back)
    assert all("账号与户名不符" in body for body in firms)
    await platforms_are_told(world, made, failing, passing)
    for application in made:
        expected = "payable" if application["id"] in back else "paid"
        assert (await shown(owner, application))["status"] == expected
    authority = await world.staff("authority")
    again = (await authority.post("/payouts", {"edition": edition})).ok(201)
    assert again["total_fen"] == failing["amount_fen"]
    by_number = [{"line": again["lines"][0]["number"], "reason": "再次退回"}]
    (await confirm(world, again, failed=by_number)).ok()
    last = (await authority.post("/payouts", {"edition": edition})).ok(201)
    (await confirm(world, last)).ok()
    (await authority.post("/payouts", {"edition": edition})).refused(409, "nothing_payable")
    (ledger,) = await world.fetch(
        "SELECT sum(l.amount_fen)::bigint AS fen FROM pool_ledger l JOIN pools p"
        " ON p.id = l.pool_id WHERE l.kind = 'paid' AND p.edition_id = $1",
        edition,
    )
    assert ledger["fen"] == payout["total_fen"], "each fen was paid once"


async def test_a_repeated_confirmation_changes_nothing_another_is_told(world: World) -> None:
    _, made, payout, owner = await gathered(world)
    (await confirm(world, payout)).ok()
    before = events(await shown(owner, made[0]))
    (await confirm(world, payout)).ok()
    (await confirm(world, payout, voucher_no="ｐｚ—2026 -００１")).ok()
    (await confirm(world, payout, voucher_no="PZ-OTHER")).refused(409, "already_confirmed")
    failed = [{"line": 1, "reason": "退回"}]
    (await confirm(world, payout, failed=failed)).refused(409, "already_confirmed")
    assert events(await shown(owner, made[0])) == before


async def test_of_two_confirmations_at_once_one_wins(world: World) -> None:
    _, made, payout, _ = await gathered(world)
    answers = await asyncio.gather(
        *(confirm(world, payout, voucher_no=f"PZ-{number}") for number in range(2))
    )
    assert sorted(answer.status for answer in answers) == [200, 409]
    (row,) = await world.fetch(
        "SELECT count(*) AS n FROM audit WHERE event = 'paid' AND subject_id = ANY($1)",
        [UUID(application["id"]) for application in made],
    )
    assert row["n"] == 3


async def test_of_two_payouts_at_once_an_application_is_on_one(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    (platform_id,) = await platforms_of(world, edition, 1)
    await payable(world, owner, edition, platform_id, 500_000)
    await verified(world, edition)
    authority = await world.staff("authority")
    answers = await asyncio.gather(
        *(authority.post("/payouts", {"edition": edition}) for _ in range(3))
    )
    assert sorted(answer.status for answer in answers) == [201, 409, 409]
    refused = next(answer for answer in answers if answer.status == 409)
    refused.refused(409, "nothing_payable")


async def test_wrong_confirmations_change_nothing(world: World) -> None:
    _, made, payout, owner = await gathered(world)
    tomorrow = (datetime.now(SHANGHAI).date() + timedelta(days=1)).isoformat()
    failed = [
        {"line": 99, "reason": "没有"},
        {"line": 1, "reason": "一"},
        {"line": payout["lines"][0]["id"], "reason": "二"},
    ]
    answer = await confirm(world, payout, paid_on=tomorrow, failed=failed)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("paid_on", "in_future"),
        ("failed[0].line", "unknown"),
        ("failed[2].line", "duplicate"),
    }
    for wrong in (
        {"voucher_no": ""},
        {"paid_on": "2026-02-31"},
        {"colour": 1},
        {"failed": [{"line": 1}]},
    ):
        (await confirm(world, payout, **wrong)).refused(422, "invalid")
    assert (await shown(owner, made[0]))["status"] == "payable"


async def test_only_the_authority_of_this_edition(world: World) -> None:
    edition, made, payout, owner = await gathered(world)
    other = await world.publish()
    outside = await world.staff("authority", edition_code=other)
    in_a_district = await world.staff("authority", district="浦东新区")
    path = f"/payouts/{payout['id']}"
    body = {"paid_on": today(), "voucher_no": "PZ-1"}
    for person in (outside, in_a_district):
        (await person.get(path)).refused(404, "not_found")
        (await person.get(f"{path}/export")).refused(404, "not_found")
        (await person.post(f"{path}/confirm", body)).refused(404, "not_found")
        (await person.post("/payouts", {"edition": edition})).refused(404, "not_found")
        items = (await person.get("/payouts", params={"limit": "100"})).ok()["items"]
        assert payout["id"] not in [item["id"] for item in items]
    platform = await world.staff("platform", platform_id=made[0]["platform"]["id"])
    for person in (owner, platform, await world.staff("auditor"), await world.staff("admin")):
        (await person.get(path)).refused(403, "forbidden")
        (await person.post("/payouts", {"edition": edition})).refused(403, "forbidden")
        (await person.post(f"{path}/confirm", body)).refused(403, "forbidden")
    inspector = await world.staff("inspector")
    (await inspector.get(path)).ok()
    (await inspector.get(f"{path}/export")).refused(404, "not_found")
    (await inspector.post(f"{path}/confirm", body)).refused(403, "forbidden")
    authority = await world.staff("authority")
    (await authority.post("/payouts", {"edition": "no-such"})).refused(404, "not_found")
