"""Figures of an edition: whatever they are counted by, they add up to each other and to the quota."""

from typing import Any

import pytest

from server.features.quota.ranking_log import record_movements
from tests.features.payouts.payout_steps import confirm
from tests.world.applicant import AWARD, apply, figures
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import approved, audited
from tests.world.verified import pay_out

GROUPS = ("district", "sector", "platform", "track", "status")
SUMS = (
    *("applications", "asked_fen", "locked", "locked_fen", "funded", "funded_fen"),
    *("waiting", "waiting_fen", "paid", "paid_fen"),
)
_PAST = """
WITH pool AS (SELECT id FROM pools WHERE edition_id = $1),
     mine AS (SELECT id FROM claims WHERE pool_id IN (SELECT id FROM pool)),
     logged AS (UPDATE claim_log SET at = at - interval '3 days'
                 WHERE claim_id IN (SELECT id FROM mine)),
     booked AS (UPDATE pool_ledger SET at = at - interval '3 days'
                 WHERE pool_id IN (SELECT id FROM pool)),
     orders AS (UPDATE payouts SET paid_on = paid_on - 3 WHERE edition_id = $1)
UPDATE applications SET submitted_at = submitted_at - interval '3 days' WHERE edition_id = $1
"""


async def stats(person: Person, edition: str, **query: str) -> dict[str, Any]:
    return dict((await person.get(f"/stats/{edition}", params=query)).ok())


def added_up(rows: list[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in SUMS}


async def busy_edition(world: World) -> str:
    """One paid, one locked, two with money of which the last is cut, one waiting, one withdrawn."""
    edition = await world.publish(
        budget_fen=3 * AWARD + AWARD // 2, last_award="partial", last_award_min_fen=1
    )
    line = [await apply(world, edition, paid_days_ago=days) for days in (9, 8, 7, 6, 5)]
    gone = await apply(world, edition, paid_days_ago=4, fee=500_000)
    (await gone.owner.post(f"/applications/{gone.id}/withdraw", {})).ok()
    await approved(world, await line[0].now())
    (await confirm(world, await pay_out(world, edition))).ok()
    await audited(world, await line[1].now())
    return edition


async def test_every_way_of_counting_comes_to_the_same(world: World) -> None:
    edition = await busy_edition(world)
    inspector = await world.staff("inspector", edition_code=edition)
    found = {by: await stats(inspector, edition, by=by) for by in (*GROUPS, "day")}
    totals = found["day"]["totals"]
    for by in GROUPS:
        assert found[by]["totals"] == totals == added_up(found[by]["items"]), by
    last = found["day"]["items"][-1]
    assert {name: last[name] for name in SUMS} == totals
    quota = await figures(world, edition)
    for name in ("locked", "locked_fen", "funded", "funded_fen", "waiting"):
        assert totals[name] == quota[name], name
    assert (totals["paid"], totals["paid_fen"]) == (1, AWARD)
    assert (totals["locked"], totals["locked_fen"]) == (2, 2 * AWARD)
    assert (totals["funded"], totals["funded_fen"]) == (2, AWARD + AWARD // 2)
    assert (totals["waiting"], totals["waiting_fen"]) == (1, AWARD)
    assert totals["applications"] == 6
    statuses = {row["key"]: row["applications"] for row in found["status"]["items"]}
    assert statuses == {"in_review": 4, "paid": 1, "withdrawn": 1}
    assert "审核中" in {row["label"] for row in found["status"]["items"]}
    one_pool = await stats(inspector, edition, by="track", pool="copay")
    assert one_pool["totals"] == totals
    (pool,) = one_pool["pools"]
    assert (pool["budget_fen"], pool["locked_fen"]) == (quota["budget_fen"], totals["locked_fen"])


async def test_the_past_is_what_the_records_say(world: World) -> None:
    """What the ledger and the log hold of earlier days adds up to what the rule says now."""
    edition = await busy_edition(world)
    async with world.as_app():
        await record_movements(quota=world.ports.quota, clock=world.ports.clock)
    await world.fetch(_PAST, edition)
    authority = await world.staff("authority", edition_code=edition)
    found = await stats(authority, edition, by="day")
    yesterday, last = found["items"][-2:]
    assert {name: yesterday[name] for name in SUMS} == {name: last[name] for name in SUMS}
    assert yesterday["budget_fen"] == last["budget_fen"] == 3 * AWARD + AWARD // 2
    before, first = found["items"][:2]
    assert {before[name] for name in SUMS} == {0}
    assert first["applications"] == 6
    assert len(found["items"]) == 5
    assert [row["key"] for row in found["items"]] == sorted(row["key"] for row in found["items"])


async def test_a_district_reads_its_own(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    await apply(world, edition, paid_days_ago=9)
    own = await world.staff("district", edition_code=edition, district="浦东新区")
    other = await world.staff("district", edition_code=edition, district="徐汇区")
    mine = await stats(own, edition, by="district")
    assert (mine["districts"], [row["key"] for row in mine["items"]]) == (
        ["浦东新区"],
        ["浦东新区"],
    )
    theirs = await stats(other, edition, by="district")
    assert (theirs["items"], theirs["totals"]["applications"]) == ([], 0)
    listed = (await own.get("/stats")).ok()["items"]
    assert [one["code"] for one in listed] == [edition]
    assert [one["pool"] for one in listed[0]["pools"]] == [one["pool"] for one in mine["pools"]]
    elsewhere = await world.publish()
    (await own.get(f"/stats/{elsewhere}")).refused(404, "not_found")
    for role in ("auditor", "expert"):
        stranger = await world.staff(role, edition_code=edition)
        (await stranger.get(f"/stats/{edition}")).refused(403, "forbidden")


async def test_who_has_them_is_not_sent_them_again(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    authority = await world.staff("authority", edition_code=edition)
    first = await authority.get(f"/stats/{edition}", params={"by": "track"})
    assert first.headers["cache-control"] == "private, no-cache"
    headers = {"If-None-Match": first.headers["etag"]}
    again = await authority.get(f"/stats/{edition}", params={"by": "track"}, headers=headers)
    assert again.status == 304
    await apply(world, edition, paid_days_ago=9)
    moved = await authority.get(f"/stats/{edition}", params={"by": "track"}, headers=headers)
    assert moved.ok()["totals"]["applications"] == 1


@pytest.mark.parametrize("query", [{"by": "week"}, {"month": "1"}])
async def test_what_it_does_not_count_is_refused(world: World, query: dict[str, str]) -> None:
    edition = await world.publish()
    authority = await world.staff("authority", edition_code=edition)
    (await authority.get(f"/stats/{edition}", params=query)).refused(422, "invalid")
    (await authority.get(f"/stats/{edition}", params={"pool": "none"})).refused(404, "not_found")
