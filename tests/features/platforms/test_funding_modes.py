"""A platform on the list chooses its funding modes; what it leaves takes no new clients."""

import asyncio
from typing import Any
from uuid import UUID

from tests.world.application import World
from tests.world.client import Person
from tests.world.platforms import choose, founded, put_on_the_list, taking_part

TERMS = {"title": "云上采购", "description": "首年", "fee_fen": 1_000_000, "period_months": 12}


async def modes(person: Person, edition: str) -> dict[str, Any]:
    items = (await person.get("/platform/participations")).ok()["items"]
    (found,) = [item for item in items if item["edition"] == edition]
    return dict(found)


async def browsable(world: World, edition: str, name: str) -> bool:
    page = (await world.anyone.get(f"/programmes/{edition}/platforms", params={"q": name})).ok()
    return [item["name"] for item in page["items"]] == [name]


async def test_who_is_not_on_the_list_chooses_nothing(world: World) -> None:
    edition, own = await world.publish(), await founded(world)
    (await choose(own, edition, "copay")).refused(409, "not_listed")
    assert (await own.staff.get("/platform/participations")).ok()["items"] == []
    other = await world.publish()
    await put_on_the_list(world, own, other)
    # A list of one year is no list of another.
    (await choose(own, edition, "copay")).refused(409, "not_listed")
    (await choose(own, other, "copay")).ok()


async def test_one_mode_both_and_none(world: World) -> None:
    edition, own = await world.publish(), await founded(world)
    await put_on_the_list(world, own, edition)
    shown = await modes(own.staff, edition)
    assert (shown["listed"], shown["modes"]) == (True, [])
    assert [choice["track"] for choice in shown["choices"]] == ["copay", "expansion"]
    (await choose(own, edition, "copay")).ok()
    assert (await modes(own.staff, edition))["modes"] == ["copay"]
    (await choose(own, edition, "expansion", "copay")).ok()
    assert (await modes(own.staff, edition))["modes"] == ["copay", "expansion"]
    (await choose(own, edition)).ok()
    assert (await modes(own.staff, edition))["modes"] == []
    # It stays on the list, and SMEs still find it.
    assert await browsable(world, edition, own.firm["name"])
    rows = await world.fetch(
        "SELECT detail FROM audit WHERE event = 'modes.chosen' AND subject_id = $1 ORDER BY seq",
        UUID(own.platform_id),
    )
    assert len(rows) == 3


async def test_the_same_choice_again_changes_nothing(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "copay")
    answers = await asyncio.gather(*(choose(own, edition, "copay") for _ in range(4)))
    assert {answer.status for answer in answers} == {200}
    rows = await world.fetch(
        "SELECT track, withdrawn_at FROM participations WHERE platform_id = $1",
        UUID(own.platform_id),
    )
    assert [(row["track"], row["withdrawn_at"]) for row in rows] == [("copay", None)]


async def test_a_mode_that_is_left_takes_no_new_clients(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "copay", "expansion")
    (await own.staff.post("/platform/plans", TERMS)).ok(201)
    owner = await world.sme()
    running = await owner.submitted(edition, platform_id=own.platform_id)
    (await choose(own, edition, "expansion")).ok()
    start = {
        "edition": edition,
        "track": "copay",
        "enterprise_id": (await owner.enterprise())["id"],
        **(await owner.some_plan(edition, own.platform_id)),
    }
    answer = await owner.post("/applications", start)
    assert answer.reasons() == {("platform_id", "not_participating")}
    endorsed = {"verdict": "pass", "comment": "属实"}
    path = f"/platform/applications/{running['id']}/endorse"
    (await own.staff.post(path, endorsed)).ok()
    # It may come back.
    (await choose(own, edition, "copay", "expansion")).ok()
    (await owner.post("/applications", start)).ok(201)


async def test_only_modes_that_there_are(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "copay")
    for wrong in ("platform", "nowhere"):
        answer = await choose(own, edition, "copay", wrong)
        answer.refused(422, "invalid")
        assert answer.reasons() == {("modes[1]", "not_an_option")}
    (await choose(own, "no-such-edition", "copay")).refused(404, "not_found")


async def test_a_title_that_was_withdrawn_only_lets_leave(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "copay")
    await world.fetch(
        "UPDATE recognitions SET state = 'withdrawn', withdrawn_on = current_date"
        " WHERE platform_id = $1",
        UUID(own.platform_id),
    )
    (await choose(own, edition, "copay", "expansion")).refused(409, "not_listed")
    assert (await modes(own.staff, edition))["listed"] is False
    (await choose(own, edition)).ok()
    assert not await browsable(world, edition, own.firm["name"])


async def test_its_own_claim_is_no_client(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "copay", "expansion")
    start = {"edition": edition, "track": "platform"}
    made = (await own.staff.post("/applications", start)).ok(201)
    # By hand: only a claim with all its papers could be handed in.
    await world.fetch(
        "UPDATE applications SET status = 'in_review', submitted_at = now() WHERE id = $1",
        UUID(made["id"]),
    )
    items = (await own.staff.get("/platform/applications")).ok()["items"]
    assert items == []
    shown = (
        await world.anyone.get(f"/platforms/{own.platform_id}", params={"edition": edition})
    ).ok()
    assert shown["clients"] == 0


async def test_a_fee_that_no_plan_has_yet_is_split_as_firms_would_see_it(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "copay")
    tried = await own.staff.post("/platform/plans/split", {"fee_fen": 1_000_001})
    (split,) = [one for one in tried.ok()["items"] if one["edition"] == edition]
    plan = (await own.staff.post("/platform/plans", TERMS | {"fee_fen": 1_000_001})).ok(201)
    parts = ("government_fen", "platform_fen", "enterprise_fen", "assumed", "cite")
    assert {name: split[name] for name in parts} == {name: plan[name] for name in parts}
    assert split["track_title"]
    assert split["government_fen"]
    (await choose(own, edition)).ok()
    left = await own.staff.post("/platform/plans/split", {"fee_fen": 1_000_001})
    alone = [one["enterprise_fen"] for one in left.ok()["items"] if one["edition"] == edition]
    assert alone in ([], [1_000_001])
    (await own.staff.post("/platform/plans/split", {"fee_fen": 0})).refused(422, "invalid")
