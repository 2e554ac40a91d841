"""Closing an edition: what follows for those who wait, for those within, for those who come."""

from datetime import timedelta
from uuid import UUID

from server.features.messages.tell_not_funded import tell_not_funded
from tests.features.editions.closing import WHY, close, edition_row, settle, told
from tests.world.applicant import AWARD, apply, figures
from tests.world.application import MovableClock, World
from tests.world.review_steps import audited, endorse

RETURN = {
    "verdict": "return",
    "comment": "请补正",
    "items": [{"item": "payment_receipt", "reason": "看不清"}],
}


async def test_what_waits_ends_unfunded_and_what_is_funded_goes_on(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    locked = await apply(world, edition, paid_days_ago=9)
    funded = await apply(world, edition, paid_days_ago=8)
    waiting = await apply(world, edition, paid_days_ago=7)
    passed = await apply(world, edition, paid_days_ago=6)
    await audited(world, await locked.now())
    await audited(world, await passed.now())
    closed = await close(world, edition)
    assert (closed["code"], closed["status"], closed["settled_at"]) == (edition, "closed", None)
    assert await settle(world) == 2
    assert [(await one.now())["status"] for one in (locked, funded)] == ["in_review"] * 2
    assert await funded.place() == ("funded", 1, None)
    for ended in (waiting, passed):
        shown = await ended.now()
        assert (shown["status"], shown["stage"]) == ("not_funded", None)
        assert (shown["queue"]["state"], shown["queue"]["position"]) == ("none", None)
        last = shown["timeline"][-1]
        assert (last["actor_role"], last["event"], last["comment"]) == ("system", "not_funded", WHY)
    pool = await figures(world, edition)
    assert (pool["locked"], pool["funded"], pool["waiting"]) == (1, 1, 0)
    assert (await edition_row(world, edition))["settled_at"] is not None
    await audited(world, await funded.now())
    assert (await funded.now())["queue"]["state"] == "locked"


async def test_everything_that_hung_on_it_ends_with_it(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    inside = await apply(world, edition, paid_days_ago=9)
    returned = await apply(world, edition, paid_days_ago=8)
    (await endorse(world, await inside.now(), **RETURN)).ok()
    (await endorse(world, await returned.now(), **RETURN)).ok()
    await close(world, edition)
    assert await settle(world) == 1
    left = {}
    for one in (inside, returned):
        (left[one.id],) = await world.fetch(
            "SELECT (SELECT count(*) FROM entitlements WHERE application_id = $1"
            "           AND released_at IS NULL) AS slots,"
            " (SELECT count(*) FROM corrections WHERE application_id = $1"
            "     AND resolved_at IS NULL) AS corrections,"
            " (SELECT count(*) FROM reviews WHERE application_id = $1 AND state = 'open') AS reviews,"
            " (SELECT count(*) FROM claims WHERE application_id = $1 AND live) AS claims",
            one.id,
        )
    assert set(left[returned.id].values()) == {0}
    assert (left[inside.id]["slots"], left[inside.id]["corrections"]) == (1, 1)
    assert (await inside.now())["status"] == "returned"
    # Its money is kept until the correction is due, and its correction is still taken.
    (await inside.owner.upload(inside.id, "payment_receipt")).ok(201)
    again = (await inside.owner.post(f"/applications/{inside.id}/submit")).ok()
    assert (again["status"], again["queue"]["state"]) == ("in_review", "funded")


async def test_nobody_applies_any_more_but_estimates_go_on(world: World) -> None:
    edition = await world.publish()
    late = await world.sme()
    draft = await late.ready(edition)
    await close(world, edition)
    (await late.post(f"/applications/{draft['id']}/submit")).refused(409, "window_closed")
    body = {"edition": edition, "track": "copay", "enterprise_id": draft["enterprise"]["id"]}
    (await late.post("/applications", body)).refused(409, "window_closed")
    facts = {"fee_fen": 1_000_000, "is_sme": True}
    path = f"/programmes/{edition}/tracks/copay/estimate"
    assert "award_fen" in (await late.post(path, {"facts": facts})).ok()
    shown = (await world.anyone.get(f"/programmes/{edition}")).ok()
    assert shown["status"] == "closed"


async def test_money_that_comes_free_afterwards_stays_unspent(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    funded = await apply(world, edition, paid_days_ago=9)
    waiting = await apply(world, edition, paid_days_ago=8)
    await close(world, edition)
    await settle(world)
    (await funded.owner.post(f"/applications/{funded.id}/withdraw")).ok()
    pool = await figures(world, edition)
    assert (pool["funded"], pool["waiting"], pool["remaining_fen"]) == (0, 0, AWARD)
    assert (await waiting.now())["status"] == "not_funded"


async def test_money_that_comes_free_before_it_is_settled_still_counts(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    funded = await apply(world, edition, paid_days_ago=9)
    waiting = await apply(world, edition, paid_days_ago=8)
    await close(world, edition)
    (await funded.owner.post(f"/applications/{funded.id}/withdraw")).ok()
    assert await settle(world) == 0
    assert await waiting.place() == ("funded", 1, None)


async def test_a_submission_under_way_has_time_to_commit_first(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    await apply(world, edition, paid_days_ago=9)
    waiting = await apply(world, edition, paid_days_ago=8)
    await close(world, edition)
    assert await settle(world, in_flight=timedelta(hours=1)) == 0
    assert (await waiting.now())["status"] == "in_review"
    assert (await edition_row(world, edition))["settled_at"] is None
    assert await settle(world) == 1


async def test_its_people_are_told_why_and_only_once(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    funded = await apply(world, edition, paid_days_ago=9)
    waiting = await apply(world, edition, paid_days_ago=8)
    await close(world, edition)
    await settle(world)
    (row,) = await world.fetch(
        "SELECT count(*) AS jobs FROM pgqueuer WHERE entrypoint = 'application.not_funded'"
        " AND payload = uuid_send($1)",
        waiting.id,
    )
    assert row["jobs"] == 1
    await told(world, waiting)
    (entry,) = await told(world, waiting)
    assert (await waiting.now())["number"] in entry["body"]
    assert WHY in entry["body"]
    assert "不是审核不通过" in entry["body"]
    # The other editions of the programme in this database are open: one may apply there.
    assert "您可以在那里重新申请" in entry["body"]
    assert await told(world, funded) == []


async def test_of_another_edition_is_spoken_only_where_one_is_open(
    world: World, clock: MovableClock
) -> None:
    edition = await world.publish(budget_fen=1)
    waiting = await apply(world, edition, paid_days_ago=8)
    await close(world, edition)
    await settle(world)
    clock.ahead = timedelta(days=400)
    await tell_not_funded(UUID(waiting.id), clock=world.ports.clock)
    clock.ahead = timedelta(0)
    (entry,) = await told(world, waiting)
    assert WHY in entry["body"]
    assert "重新申请" not in entry["body"]
