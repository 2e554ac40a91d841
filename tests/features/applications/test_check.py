"""`GET …/check` says at once all that submit would say one after the other, and changes nothing."""

from datetime import timedelta
from typing import Any

from tests.features.applications.rivals import one_more, overtake
from tests.world.applicant import AWARD
from tests.world.application import MovableClock, World
from tests.world.client import Person
from tests.world.handing_in_again import answer_all, send_back
from tests.world.review_steps import endorse


async def checked(owner: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await owner.get(f"/applications/{application['id']}/check")).ok())


async def agrees(owner: Person, application: dict[str, Any]) -> dict[str, Any]:
    """What the check says is what submit then answers."""
    said = await checked(owner, application)
    answer = await owner.post(f"/applications/{application['id']}/submit")
    assert said["ready"] == (answer.status == 200), (said, answer.body)
    if not said["ready"]:
        assert (said["code"], said["message"]) == (answer.body["code"], answer.body["detail"])
        fields = {(one["field"], one["code"]) for one in said["problems"]}
        assert fields >= answer.reasons()
        assert all(one["message"] for one in said["problems"])
    return said


def groups(said: dict[str, Any]) -> set[str]:
    return {one["group"] for one in said["problems"]}


async def test_all_is_said_at_once_and_nothing_changes(world: World, clock: MovableClock) -> None:
    owner = await world.sme()
    draft = await owner.draft(await world.publish())
    facts = {"is_sme": False, "newly_signed": True}
    draft = await owner.fill_in(draft, contract_no=None, facts=facts)
    await owner.upload(draft["id"], "business_licence")
    before = (await owner.get(f"/applications/{draft['id']}")).ok()
    said = await agrees(owner, draft)
    assert said["code"] == "ineligible"
    assert groups(said) == {"particulars", "eligibility", "papers"}
    papers = {one["field"] for one in said["problems"] if one["group"] == "papers"}
    assert papers == {f"evidence.{one['kind']}" for one in before["missing"]}
    assert [one["code"] for one in said["later"]] == ["unverified"]
    after = (await owner.get(f"/applications/{draft['id']}")).ok()
    assert after | {"queue": None} == before | {"queue": None}

    clock.ahead = timedelta(days=301)
    late = await world.sme(owner.name)
    said = await agrees(late, draft)
    assert said["code"] == "window_closed"
    assert groups(said) == {"time", "particulars", "eligibility", "papers"}


async def test_what_is_ready_is_taken_with_the_award_that_was_said(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    owner, application = await one_more(world, edition)
    said = await agrees(owner, application)
    assert (said["problems"], said["award_fen"]) == ([], AWARD)
    second, later = await one_more(world, edition)
    said = await agrees(second, later)
    assert "waits" in {one["code"] for one in said["later"]}
    english = await second.get(
        f"/applications/{later['id']}/check", headers={"accept-language": "en"}
    )
    handed_in = english.ok()
    assert handed_in.pop("message").startswith("It is under review and cannot be changed")
    assert handed_in == {
        **{"ready": False, "code": None},
        **{"problems": [], "later": [], "award_fen": None},
    }


async def test_what_others_hold_already_is_said(world: World) -> None:
    owner, edition = await world.sme(), await world.publish()
    enterprise = await owner.enterprise()
    application = await owner.ready(edition, enterprise_id=enterprise["id"])
    await overtake(world, edition, enterprise["uscc"])
    said = await agrees(owner, application)
    assert (said["code"], groups(said)) == ("already_applied", {"earlier"})


async def test_a_used_up_pool_without_a_waiting_list_is_said(world: World) -> None:
    edition = await world.publish(order="arrival", waiting_list=False, budget_fen=AWARD)
    first, late = await one_more(world, edition), await one_more(world, edition)
    await agrees(*first)
    said = await agrees(*late)
    assert (said["code"], groups(said)) == ("exhausted", {"line"})


async def test_corrections_that_are_not_seen_to_are_said(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application)).ok()
    await send_back(world, "auditor", "audit", application)
    said = await agrees(owner, application)
    assert (said["code"], groups(said)) == ("incomplete", {"corrections"})
    await answer_all(owner, application)
    await agrees(owner, application)
