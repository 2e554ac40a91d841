"""What is told first: 404 before 412, 412 before 422, 422 before 409; all of one kind at once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.world.application import MovableClock, World
from tests.world.client import Person, particulars


@pytest.fixture
async def owner(world: World) -> Person:
    return await world.sme()


async def fill_in(person: Person, application: dict[str, Any], version: int, **body: Any) -> Any:
    path = f"/applications/{application['id']}/particulars"
    return await person.put(path, body, headers={"If-Match": f'"{version}"'})


async def test_a_strangers_faults_are_not_told(world: World, owner: Person) -> None:
    draft, stranger = await owner.draft(world.edition), await world.sme()
    wrong = {"no_such_field": 1, "fee_fen": "many"}
    (await fill_in(stranger, draft, 1, **wrong)).refused(404, "not_found")
    withdrawal = await stranger.post(f"/applications/{draft['id']}/withdraw", {"reason": 7})
    withdrawal.refused(404, "not_found")
    (await owner.post(f"/applications/{draft['id']}/withdraw", {"reason": 7})).refused(
        422, "invalid"
    )


async def test_an_old_version_comes_before_what_is_wrong(world: World, owner: Person) -> None:
    draft = await owner.draft(world.edition)
    old = await fill_in(owner, draft, draft["version"] + 1, no_such_field=1)
    old.refused(412, "version_conflict")
    (await fill_in(owner, draft, draft["version"], no_such_field=1)).refused(422, "invalid")


async def test_a_wrong_value_comes_before_a_closed_application(world: World, owner: Person) -> None:
    submitted = await owner.submitted(await world.publish())
    body = particulars(submitted, facts={"fee_fen": 1})
    answer = await fill_in(owner, submitted, submitted["version"], **body)
    answer.refused(422, "invalid")
    body = particulars(submitted)
    answer = await fill_in(owner, submitted, submitted["version"], **body)
    answer.refused(409, "not_editable")


async def test_a_start_tells_all_that_is_wrong_before_the_window(
    world: World, owner: Person, clock: MovableClock
) -> None:
    enterprise = await owner.enterprise()
    start = {"edition": world.edition, "track": "copay", "enterprise_id": enterprise["id"]}
    plan = await owner.some_plan(world.edition)
    clock.ahead = timedelta(days=301)
    late = await world.sme(owner.name)
    facts = {"registered_city": "北京市", "no_such_fact": 1}
    answer = await late.post("/applications", start | {"facts": facts})
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("facts.registered_city", "contradicts"),
        ("facts.no_such_fact", "unknown_field"),
        ("platform_id", "required"),
        ("plan_id", "required"),
    }
    unknown = await late.post("/applications", start | plan | {"plan_id": str(uuid4())})
    unknown.refused(404, "not_found")
    (await late.post("/applications", start | plan)).refused(409, "window_closed")
