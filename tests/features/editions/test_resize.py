"""Changing a pool's budget or places: what follows, what is refused, what goes on record."""

from typing import Any

from tests.world.applicant import AWARD, apply
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import audited

WHY = "年中追加预算"


def change(**fields: Any) -> dict[str, Any]:
    return {"budget_fen": None, "places": None, "reason": WHY, **fields}


async def authority_of(world: World, edition: str) -> Person:
    return await world.staff("authority", edition_code=edition)


async def pool_row(world: World, edition: str) -> Any:
    (row,) = await world.fetch("SELECT * FROM pools WHERE edition_id = $1", edition)
    return row


async def test_a_larger_budget_moves_the_first_that_waited_up(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    third = await apply(world, edition, paid_days_ago=7)
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    pool = (await authority.put(path, change(budget_fen=2 * AWARD))).ok()
    assert (pool["pool"], pool["budget_fen"], pool["places"]) == ("copay", 2 * AWARD, None)
    assert (pool["funded"], pool["waiting"], pool["remaining_fen"]) == (2, 1, 0)
    assert not pool["stale"]
    assert await first.place() == ("funded", 1, None)
    assert await second.place() == ("funded", 2, None)
    assert await third.place() == ("waiting", 3, 1)
    (shown,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert {**shown, "as_of": None} == {**pool, "as_of": None}


async def test_a_smaller_one_sends_the_last_back_to_waiting(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    pool = (await authority.put(path, change(budget_fen=2 * AWARD - 1))).ok()
    assert (pool["funded"], pool["waiting"]) == (1, 1)
    assert await first.place() == ("funded", 1, None)
    assert await second.place() == ("waiting", 2, 1)


async def test_places_alone_or_both_may_be_the_limit(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    pool = (await authority.put(path, change(places=2))).ok()
    assert (pool["budget_fen"], pool["places"], pool["remaining_fen"]) == (None, 2, None)
    assert await second.place() == ("funded", 2, None)
    pool = (await authority.put(path, change(budget_fen=10 * AWARD, places=1))).ok()
    assert (pool["funded"], pool["waiting"]) == (1, 1)


async def test_what_is_locked_cannot_be_taken_back(world: World) -> None:
    edition = await world.publish(budget_fen=3 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    await audited(world, await first.now())
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    before = await pool_row(world, edition)
    refused = await authority.put(path, change(budget_fen=AWARD - 1, places=0))
    refused.refused(409, "below_locked")
    assert refused.reasons() == {("budget_fen", "below_locked"), ("places", "below_locked")}
    assert "4,000 元" in refused.body["errors"][0]["message"]
    assert await pool_row(world, edition) == before
    pool = (await authority.put(path, change(budget_fen=AWARD, places=1))).ok()
    assert (pool["locked_fen"], pool["remaining_fen"], pool["locked"]) == (AWARD, 0, 1)


async def test_some_limit_and_a_reason_are_needed(world: World) -> None:
    edition = await world.publish()
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    refused = await authority.put(path, change())
    refused.refused(422, "invalid")
    assert refused.reasons() == {("budget_fen", "no_limit"), ("places", "no_limit")}
    for body in (change(budget_fen=1, reason=" "), {"budget_fen": 1, "reason": WHY}):
        (await authority.put(path, body)).refused(422, "invalid")
    assert (await pool_row(world, edition))["version"] == 1


async def test_only_the_authority_of_the_whole_edition_may(world: World) -> None:
    edition, other = await world.publish(), await world.publish()
    path, body = f"/programmes/{edition}/pools/copay", change(budget_fen=1)
    stranger = await authority_of(world, other)
    (await stranger.put(path, body)).refused(404, "not_found")
    district = await world.staff("authority", edition_code=edition, district="浦东新区")
    (await district.put(path, body)).refused(404, "not_found")
    for role in ("auditor", "inspector", "district"):
        person = await world.staff(role, edition_code=edition)
        (await person.put(path, body)).refused(403, "forbidden")
    authority = await authority_of(world, edition)
    (await authority.put(f"/programmes/{edition}/pools/none", body)).refused(404, "not_found")
    # 404 stands before 422: what is wrong with a body tells a stranger nothing.
    (await stranger.put(path, {})).refused(404, "not_found")


async def test_it_goes_on_record_with_what_was_there_before(world: World) -> None:
    edition = await world.publish(budget_fen=5 * AWARD)
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    for _ in range(2):  # the same again changes nothing
        (await authority.put(path, change(budget_fen=3 * AWARD, places=9))).ok()
    pool = await pool_row(world, edition)
    assert (pool["version"], pool["budget_fen"], pool["places"]) == (2, 3 * AWARD, 9)
    made, resized = await world.fetch(
        "SELECT * FROM pool_ledger WHERE pool_id = $1 AND kind = 'budget' ORDER BY id", pool["id"]
    )
    assert made["amount_fen"] + resized["amount_fen"] == 3 * AWARD
    assert (resized["amount_fen"], resized["places"]) == (-2 * AWARD, 9)
    assert (resized["reason"], str(resized["actor_id"])) == (WHY, authority.user["id"])
    (line,) = await world.fetch(
        "SELECT l.actor_role, l.event, l.detail::jsonb->'before'->>'budget_fen' AS was,"
        " l.detail::jsonb->'after'->>'budget_fen' AS now, w.text FROM audit l"
        " JOIN audit_comments w ON w.audit_id = l.id WHERE l.subject_id = $1",
        pool["id"],
    )
    assert tuple(line) == ("authority", "pool.resized", str(5 * AWARD), str(3 * AWARD), WHY)
    jobs = await world.fetch(
        "SELECT 1 FROM pgqueuer WHERE entrypoint = 'pool.next_in_turn' AND payload = $1",
        pool["id"].bytes,
    )
    assert len(jobs) == 1


async def test_of_two_writers_the_last_wins_and_both_are_on_record(world: World) -> None:
    edition = await world.publish(budget_fen=5 * AWARD)
    authority = await authority_of(world, edition)
    path = f"/programmes/{edition}/pools/copay"
    for budget_fen in (4 * AWARD, 6 * AWARD):
        (await authority.put(path, change(budget_fen=budget_fen))).ok()
    pool = await pool_row(world, edition)
    assert (pool["version"], pool["budget_fen"]) == (3, 6 * AWARD)
    (total,) = await world.fetch(
        "SELECT sum(amount_fen)::bigint AS fen, count(*) AS lines FROM pool_ledger"
        " WHERE pool_id = $1 AND kind = 'budget'",
        pool["id"],
    )
    assert (total["fen"], total["lines"]) == (6 * AWARD, 3)
