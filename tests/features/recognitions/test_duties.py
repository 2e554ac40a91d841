"""What a holder owes: the yearly summary, the re-review after three years, and reminders."""

from datetime import date, timedelta

import pytest

from server.features.recognitions.remind import remind_holders
from tests.features.recognitions.duties import RE_REVIEW, SUMMARY, asked, handed_in, move_to
from tests.features.recognitions.path import (
    CITY,
    entry_of,
    inbox,
    pass_stage,
    publish_round,
    titled,
)
from tests.world.application import MovableClock, World
from tests.world.review_steps import decide


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Every test here moves it."""


async def test_a_re_review_waits_for_the_round_of_its_year(world: World) -> None:
    held = await publish_round(world, "owe-1")
    owner, application, entry = await titled(world, held)
    due_on = date.fromisoformat(entry["review_due_on"])
    answer = await asked(owner, held, application, RE_REVIEW)
    problem = answer.refused(409, "not_due")
    assert str(due_on.year) in problem["errors"][0]["message"]
    stranger = await world.sme()
    firm = await stranger.enterprise(district="渝中区")
    body = {"edition": held.code, "track": RE_REVIEW, "enterprise_id": firm["id"]}
    (await stranger.post("/applications", body)).refused(409, "not_due")


async def test_a_re_review_that_is_passed_confirms_for_three_more_years(world: World) -> None:
    held = await publish_round(world, "owe-2")
    owner, application, entry = await titled(world, held)
    due_on = date.fromisoformat(entry["review_due_on"])
    move_to(world, due_on - timedelta(days=30))
    later = await publish_round(world, "owe-2-later", due_on.year)
    owner = await world.sme(owner.name)
    papers = await handed_in(owner, later, application, RE_REVIEW)
    await pass_stage(world, later, papers, "preliminary", "district")
    await pass_stage(world, later, papers, "approve", "authority")
    confirmed = await entry_of(world, held, application)
    assert confirmed["review_due_on"] == due_on.replace(year=due_on.year + 3).isoformat()
    assert confirmed["state"] == "valid"
    assert "recognition.confirmed" in [item["event"] for item in await inbox(owner)]
    (await asked(owner, later, application, RE_REVIEW)).refused(409, "not_due")


async def test_a_re_review_that_is_rejected_withdraws_by_announcement(world: World) -> None:
    held = await publish_round(world, "owe-3")
    owner, application, entry = await titled(world, held)
    due_on = date.fromisoformat(entry["review_due_on"])
    move_to(world, due_on)
    later = await publish_round(world, "owe-3-later", due_on.year)
    owner = await world.sme(owner.name)
    papers = await handed_in(owner, later, application, RE_REVIEW)
    await pass_stage(world, later, papers, "preliminary", "district")
    authority = await world.new_staff("authority", edition_code=later.code)
    reason = "近三年服务企业数量不足"
    body = {"verdict": "reject", "comment": reason}
    (await decide(authority, papers, "approve", body)).ok()
    gone = await entry_of(world, held, application)
    assert gone["state"] == "withdrawn"
    assert (gone["withdrawn"]["reason"], gone["withdrawn"]["announcement"]) == (reason, reason)
    world.ports.rendered.forget()
    page = (await world.anyone.get(f"/programmes/{held.code}/platforms")).ok()
    assert page["items"] == []


async def test_the_summary_of_each_year_is_taken_once(world: World) -> None:
    held = await publish_round(world, "owe-4")
    owner, application, entry = await titled(world, held)
    papers = await handed_in(owner, held, application, SUMMARY)
    await pass_stage(world, held, papers, "approve", "authority")
    following = await entry_of(world, held, application)
    assert following["summary_year"] == entry["summary_year"] + 1
    (await asked(owner, held, application, SUMMARY)).refused(409, "not_due")
    assert "recognition.summary_taken" in [item["event"] for item in await inbox(owner)]


async def test_holders_are_reminded_once_before_and_once_after(world: World) -> None:
    held = await publish_round(world, "owe-5")
    owner, _, entry = await titled(world, held)
    due_on = date.fromisoformat(entry["review_due_on"])
    for day, expected in (
        (due_on - timedelta(days=61), []),
        (due_on - timedelta(days=60), ["recognition.review_due"]),
        (due_on, ["recognition.review_due"]),
        (due_on + timedelta(days=1), ["recognition.review_due", "recognition.review_overdue"]),
        (due_on + timedelta(days=9), ["recognition.review_due", "recognition.review_overdue"]),
    ):
        move_to(world, day)
        await remind_holders(clock=world.ports.clock)
        told = [item["event"] for item in await inbox(await world.sme(owner.name))]
        about = sorted(event for event in told if "review" in event)
        assert about == expected, day
    found = (await world.anyone.get(f"/lists/{CITY}", params={"edition": held.code})).ok()
    assert [item["state"] for item in found["items"]] == ["valid"], "the clock withdraws nobody"
