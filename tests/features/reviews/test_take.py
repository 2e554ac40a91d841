"""The work list in key order; one reviewer at a time, for an hour after the last work."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from tests.world.application import MovableClock, World
from tests.world.client import Person
from tests.world.handing_in_again import signed_and_paid
from tests.world.review_steps import AUDIT_PASS, decide, endorsed, review_of


async def test_the_work_list_is_in_key_order_and_paged(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = {
        days: await endorsed(world, owner, edition, **signed_and_paid(days)) for days in (5, 9, 7)
    }
    auditor = await world.staff("auditor")
    query = {"edition": edition, "stage": "audit", "limit": "2"}
    page = (await auditor.get("/reviews", params=query)).ok()
    rest = (await auditor.get("/reviews", params=query | {"cursor": page["next_cursor"]})).ok()
    numbers = [item["number"] for item in page["items"] + rest["items"]]
    assert numbers == [made[days]["number"] for days in (9, 7, 5)]
    assert rest["next_cursor"] is None
    item = page["items"][0]
    assert item["application_id"] == made[9]["id"]
    assert item["enterprise"]["name"] == made[9]["enterprise"]["name"]
    by_firm = {"edition": edition, "q": made[5]["enterprise"]["name"]}
    found = (await auditor.get("/reviews", params=by_firm)).ok()["items"]
    assert made[5]["number"] in [item["number"] for item in found]


async def test_one_at_a_time_released_and_lapsed(world: World, clock: MovableClock) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor, colleague = await world.staff("auditor"), await world.new_staff("auditor")
    review = await review_of(auditor, application, "audit")
    path = f"/reviews/{review['id']}"
    taken = (await auditor.post(f"{path}/take")).ok()
    assert taken["taken_by"]["id"] == auditor.user["id"]
    assert (review["allowed"], taken["allowed"]) == (
        ["take", "decide"],
        ["take", "release", "decide"],
    )
    assert taken["next"]["text"].startswith("请审核这份申请")
    assert taken["labels"]["stage"] == "第三方审核"
    assert (await review_of(colleague, application, "audit"))["allowed"] == []
    (await colleague.post(f"{path}/take")).refused(409, "taken")
    (await colleague.post(f"{path}/release")).refused(409, "taken")
    (await colleague.post(f"{path}/decide", AUDIT_PASS)).refused(409, "taken")
    mine = (await auditor.get("/reviews", params={"state": "mine", "edition": edition})).ok()
    assert [item["id"] for item in mine["items"]] == [review["id"]]
    other = (await colleague.get("/reviews", params={"state": "mine", "edition": edition})).ok()
    assert other["items"] == []

    (await auditor.post(f"{path}/release")).ok()
    assert (await auditor.get(path)).ok()["taken_by"] is None
    (await colleague.post(f"{path}/take")).ok()
    clock.ahead = timedelta(minutes=59)
    (await auditor.post(f"{path}/take")).refused(409, "taken")
    clock.ahead = timedelta(minutes=61)
    assert (await auditor.get(path)).ok()["taken_by"] is None
    (await auditor.post(f"{path}/take")).ok()
    (await colleague.post(f"{path}/decide", AUDIT_PASS)).refused(409, "taken")
    (await auditor.post(f"{path}/decide", AUDIT_PASS)).ok()
    done = (await auditor.get("/reviews", params={"state": "done", "edition": edition})).ok()
    assert [item["id"] for item in done["items"]] == [review["id"]]


async def test_a_look_by_the_holder_is_work(world: World, clock: MovableClock) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor, colleague = await world.staff("auditor"), await world.new_staff("auditor")
    review = await review_of(auditor, application, "audit")
    path = f"/reviews/{review['id']}"
    (await auditor.post(f"{path}/take")).ok()
    clock.ahead = timedelta(minutes=40)
    (await colleague.get(path)).ok()
    (await auditor.get(path)).ok()
    clock.ahead = timedelta(minutes=80)
    (await colleague.post(f"{path}/take")).refused(409, "taken")


async def test_passing_over_a_free_one_is_recorded_and_shown(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    first = await endorsed(world, owner, edition, **signed_and_paid(9))
    second = await endorsed(world, owner, edition, **signed_and_paid(5))
    third = await endorsed(world, owner, edition, **signed_and_paid(3))
    auditor, colleague = await world.staff("auditor"), await world.new_staff("auditor")
    late = await review_of(auditor, second, "audit")
    (await auditor.post(f"/reviews/{late['id']}/take")).ok()
    shown = (await auditor.get(f"/reviews/{late['id']}")).ok()
    assert shown["out_of_order"] is True
    assert {flag["code"]: flag["refs"] for flag in shown["flags"]} == {
        "taken_out_of_order": [first["number"]],
        "enterprise_claimed": [second["enterprise"]["name"]],
        "same_phone": [first["number"], third["number"]],
    }
    assert await told_to_the_firm(owner, second, first) == []

    early = await review_of(auditor, first, "audit")
    (await colleague.post(f"/reviews/{early['id']}/take")).ok()
    assert (await colleague.get(f"/reviews/{early['id']}")).ok()["out_of_order"] is False
    # Both before it are in somebody's hands now.
    last = await review_of(auditor, third, "audit")
    third_one = await world.staff("auditor", programme_code="sh-shuangtui")
    (await third_one.post(f"/reviews/{last['id']}/take")).ok()
    assert (await third_one.get(f"/reviews/{last['id']}")).ok()["out_of_order"] is False


async def told_to_the_firm(
    owner: Person, application: dict[str, Any], other: dict[str, Any]
) -> list[str]:
    """What the firm reads of its application that names the other one."""
    path = f"/applications/{application['id']}"
    answers = [(await owner.get(path)).ok(), (await owner.get(f"{path}/decision")).ok()]
    texts = [json.dumps(answer) for answer in answers]
    return [text for text in texts if other["id"] in text or other["number"] in text]


async def test_the_first_three_that_were_passed_over_are_named(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = {
        days: await endorsed(world, owner, edition, **signed_and_paid(days))
        for days in (3, 9, 7, 8)
    }
    taken = await endorsed(world, owner, edition, **signed_and_paid(1))
    held, auditor = await review_of_one(world, made[8])
    (await auditor.post(f"/reviews/{held['id']}/take")).ok()
    await endorsed(world, owner, edition, **signed_and_paid(5))
    late, officer = await review_of_one(world, taken, anew=True)
    (await officer.post(f"/reviews/{late['id']}/take")).ok()
    *rest, flag = (await officer.get(f"/reviews/{late['id']}")).ok()["flags"]
    passed = [made[9]["number"], made[7]["number"]]
    assert (flag["refs"][:2], len(flag["refs"])) == (passed, 3)
    assert made[8]["number"] not in flag["refs"]
    # What it was then stays, whatever becomes of those that were passed over.
    (await owner.post(f"/applications/{made[9]['id']}/withdraw")).ok()
    assert (await officer.get(f"/reviews/{late['id']}")).ok()["flags"] == [*rest, flag]


async def review_of_one(
    world: World, application: dict[str, Any], *, anew: bool = False
) -> tuple[dict[str, Any], Person]:
    person = await (world.new_staff("auditor") if anew else world.staff("auditor"))
    return await review_of(person, application, "audit"), person


async def test_of_two_who_take_at_once_one_holds_it(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    people = [await world.staff("auditor"), await world.new_staff("auditor")]
    review = await review_of(people[0], application, "audit")
    answers = await asyncio.gather(
        *(person.post(f"/reviews/{review['id']}/take") for person in people)
    )
    assert sorted(answer.status for answer in answers) == [200, 409]


async def test_decide_takes_what_is_free(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await endorsed(world, owner, edition)
    auditor = await world.staff("auditor")
    review = (await decide(auditor, application, "audit", AUDIT_PASS)).ok()
    assert review["state"] == "done"
    assert review["taken_by"] is None


async def test_only_what_one_may_take_is_passed_over(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()

    async def waiting(district: str, days: int) -> dict[str, Any]:
        firm = await owner.enterprise(district=district)
        return await endorsed(
            world, owner, edition, enterprise_id=firm["id"], **signed_and_paid(days)
        )

    await waiting("浦东新区", 9)
    first, second = await waiting("徐汇区", 5), await waiting("徐汇区", 3)
    officer = await world.staff("auditor", district="徐汇区")
    for application, passed_over in ((second, True), (first, False)):
        review = await review_of(officer, application, "audit")
        taken = (await officer.post(f"/reviews/{review['id']}/take")).ok()
        assert taken["out_of_order"] is passed_over
