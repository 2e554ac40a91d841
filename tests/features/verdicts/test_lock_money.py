"""The lock: never above the budget, in turn, corrected dates first, freed when a claim ends."""

from datetime import UTC, datetime, timedelta

from tests.features.verdicts.lock_steps import audit, endorsed_paid, next_in_turn, pool
from tests.world.applicant import AWARD
from tests.world.application import World
from tests.world.review_steps import (
    BULK_AUDIT,
    PASS,
    decide,
    events,
    review_of,
    shown,
)
from tests.world.verified import pay_out, without_account


async def test_what_passes_while_waiting_goes_on_when_its_turn_comes(world: World) -> None:
    edition, owner = await world.publish(budget_fen=AWARD), await world.sme()
    first = await endorsed_paid(world, owner, edition, 9)
    second = await endorsed_paid(world, owner, edition, 5)
    waiting = await audit(world, second)
    assert (waiting["stage"], waiting["queue"]["state"]) == ("approve", "waiting")
    authority = await world.staff("authority")
    query = {"edition": edition, "stage": "approve"}
    assert (await authority.get("/reviews", params=query)).ok()["items"] == []
    assert (await pool(world, edition))["locked_fen"] == 0

    assert await next_in_turn(world, edition) == 0, "the one before it may still pass"
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    assert await next_in_turn(world, edition) == 1
    assert (await pool(world, edition))["locked_fen"] == AWARD
    seen = await shown(owner, second)
    assert seen["queue"]["state"] == "locked"
    review = await review_of(authority, second, "approve")
    (await authority.post(f"/reviews/{review['id']}/decide", PASS)).ok()
    assert (await shown(owner, second))["status"] == "payable"


async def test_a_rejection_frees_what_was_locked(world: World) -> None:
    edition, owner = await world.publish(budget_fen=AWARD), await world.sme()
    first = await endorsed_paid(world, owner, edition, 9)
    second = await endorsed_paid(world, owner, edition, 5)
    assert (await audit(world, first))["queue"]["state"] == "locked"
    assert (await audit(world, second))["queue"]["state"] == "waiting"
    authority = await world.staff("authority")
    rejection = {"verdict": "reject", "comment": "核实不符"}
    (await decide(authority, first, "approve", rejection)).ok()
    assert (await pool(world, edition))["locked_fen"] == 0
    assert await next_in_turn(world, edition) == 1
    assert (await shown(owner, second))["queue"]["state"] == "locked"


async def test_the_last_award_may_be_partial_and_is_what_is_paid(world: World) -> None:
    edition = await world.publish(
        budget_fen=AWARD + 150_001, last_award="partial", last_award_min_fen=100_000
    )
    owner = await world.sme()
    first = await endorsed_paid(world, owner, edition, 9)
    second = await endorsed_paid(world, owner, edition, 5)
    third = await endorsed_paid(world, owner, edition, 3)
    assert (await audit(world, first))["queue"]["state"] == "locked"
    assert (await audit(world, second))["queue"]["state"] == "locked"
    assert (await audit(world, third))["queue"]["state"] == "waiting"
    authority = await world.staff("authority")
    (await decide(authority, second, "approve", PASS)).ok()
    assert (await shown(owner, second))["award_fen"] == 150_001
    (line,) = await world.fetch(
        "SELECT amount_fen FROM award_lines WHERE application_id::text = $1", second["id"]
    )
    assert line["amount_fen"] == 150_001
    assert (await pool(world, edition))["locked_fen"] == AWARD + 150_001


async def test_a_verified_date_moves_the_key_before_the_lock_is_tried(world: World) -> None:
    edition, owner = await world.publish(budget_fen=AWARD), await world.sme()
    first = await endorsed_paid(world, owner, edition, 9)
    second = await endorsed_paid(world, owner, edition, 5)
    at = (datetime.now(UTC) - timedelta(days=20)).replace(microsecond=0)
    values = {"signed_at": at.isoformat(), "paid_at": at.isoformat(), "paid_fen": 600_000}
    seen = await audit(world, second, verified=values)
    assert seen["queue"]["state"] == "locked", "it stands first now"
    assert datetime.fromisoformat(seen["paid_at"]) == at
    assert seen["paid_fen"] == 600_000
    assert (await audit(world, first))["queue"]["state"] == "waiting"
    (payment,) = await world.fetch(
        "SELECT paid_at, amount_fen FROM payments WHERE application_id::text = $1", second["id"]
    )
    assert (payment["paid_at"], payment["amount_fen"]) == (at, 600_000)
    (line,) = await world.fetch(
        "SELECT detail FROM audit WHERE subject_id::text = $1 AND event = 'audit.passed'",
        second["id"],
    )
    assert '"old"' in line["detail"]
    assert '"paid_fen":{"new":600000,"old":1000000}' in line["detail"]


async def test_a_verified_date_may_also_move_it_behind(world: World) -> None:
    edition, owner = await world.publish(budget_fen=AWARD), await world.sme()
    first = await endorsed_paid(world, owner, edition, 9)
    second = await endorsed_paid(world, owner, edition, 5)
    assert (await audit(world, second))["queue"]["state"] == "waiting"
    day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
    moved = await audit(world, first, verified={"paid_at": day})
    assert moved["paid_at"] == f"{day}T23:59:59+08:00"
    assert moved["queue"]["state"] == "waiting"
    assert await next_in_turn(world, edition) == 1
    assert (await shown(owner, second))["queue"]["state"] == "locked"
    await pool(world, edition)


async def test_in_bulk_the_smallest_key_is_locked_first(world: World) -> None:
    edition, owner = await world.publish(budget_fen=2 * AWARD), await world.sme()
    made = [await endorsed_paid(world, owner, edition, days) for days in (3, 9, 6)]
    auditor = await world.staff("auditor")
    ids = [(await review_of(auditor, application, "audit"))["id"] for application in made]
    body = {"ids": ids, **BULK_AUDIT}
    results = (await auditor.post("/reviews/decide", body)).ok()["results"]
    assert all(result["ok"] for result in results)
    states = [(await shown(owner, application))["queue"]["state"] for application in made]
    assert states == ["waiting", "locked", "locked"]
    assert (await pool(world, edition))["locked_fen"] == 2 * AWARD


async def test_without_a_payee_account_it_stays_approved(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed_paid(world, owner, edition, 9)
    async with without_account(world, application["platform"]["id"]):
        await audit(world, application)
        authority = await world.staff("authority")
        (await decide(authority, application, "approve", PASS)).ok()
        seen = await shown(owner, application)
        assert (seen["status"], seen["stage"]) == ("approved", "payout")
        assert events(seen)[-1] == "approve.passed"
    made = await pay_out(world, edition)
    assert made["total_fen"] == AWARD
    assert (await shown(owner, application))["status"] == "payable"
