"""A pool in order of arrival that keeps no waiting list refuses what it cannot hold."""

import asyncio
from typing import Any
from uuid import UUID

from tests.features.applications.rivals import one_more
from tests.world.applicant import AWARD
from tests.world.application import World
from tests.world.client import Answer, Person


async def submit(owner: Person, application: dict[str, Any]) -> Answer:
    return await owner.post(f"/applications/{application['id']}/submit")


async def test_who_comes_too_late_is_refused_and_nothing_is_written(world: World) -> None:
    edition = await world.publish(order="arrival", waiting_list=False, budget_fen=AWARD)
    first, late = await one_more(world, edition), await one_more(world, edition)
    (await submit(*first)).ok()
    (await submit(*late)).refused(409, "exhausted")
    owner, application = late
    assert (await owner.get(f"/applications/{application['id']}")).ok()["status"] == "draft"
    for table in ("claims", "receipts", "entitlements"):
        rows = await world.fetch(
            f"SELECT 1 FROM {table} WHERE application_id = $1", UUID(application["id"])
        )
        assert (table, rows) == (table, [])
    (await first[0].post(f"/applications/{first[1]['id']}/withdraw")).ok()
    assert (await submit(*late)).ok()["queue"]["state"] == "funded"


async def test_of_a_rush_only_as_many_as_it_holds_come_in(world: World) -> None:
    edition = await world.publish(order="arrival", waiting_list=False, budget_fen=2 * AWARD)
    waiting = [await one_more(world, edition) for _ in range(6)]
    answers = await asyncio.gather(*(submit(*one) for one in waiting))
    assert sorted(answer.status for answer in answers) == [200] * 2 + [409] * 4
    assert {answer.body["code"] for answer in answers if answer.status == 409} == {"exhausted"}


async def test_the_rest_is_enough_where_the_last_award_may_be_partial(world: World) -> None:
    edition = await world.publish(
        order="arrival",
        waiting_list=False,
        budget_fen=AWARD + AWARD // 2,
        last_award="partial",
        last_award_min_fen=1,
    )
    waiting = [await one_more(world, edition) for _ in range(3)]
    answers = [await submit(*one) for one in waiting]
    assert [answer.status for answer in answers] == [200, 200, 409]


async def test_with_a_waiting_list_everybody_comes_in(world: World) -> None:
    edition = await world.publish(order="arrival", budget_fen=AWARD)
    waiting = [await one_more(world, edition) for _ in range(2)]
    states = [(await submit(*one)).ok()["queue"]["state"] for one in waiting]
    assert states == ["funded", "waiting"]
