"""What a platform filed waits for its firm's yes: reminded, then lapsed; never after an answer."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from models.rules.terms.programme import CONFIRM_WORKDAYS
from models.rules.workdays import add_workdays
from server.clock import SHANGHAI, Clock
from server.edge.calendar import working_calendar
from server.features.verdicts.await_confirmation import await_confirmations
from tests.features.applications.filed import filed_and_verified
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import platform_of

CALENDAR = working_calendar()


async def _at(world: World, at: datetime) -> None:
    await await_confirmations(clock=Clock(lambda: at), calendar=CALENDAR, ranker=world.ports.ranker)


def _due(world: World, workdays: int = CONFIRM_WORKDAYS) -> datetime:
    """Noon of the last day to confirm what is filed now."""
    today = world.clock.now().astimezone(SHANGHAI).date()
    due = add_workdays(CALENDAR, today, workdays)
    assert not due.provisional, "the tests' year is published"
    return datetime.combine(due.on, time(12), SHANGHAI)


async def _told(world: World, application: dict[str, Any], event: str) -> list[str]:
    rows = await world.fetch(
        "SELECT body FROM notifications WHERE application_id = $1 AND event = $2 ORDER BY id",
        UUID(application["id"]),
        f"application.{event}",
    )
    return [row["body"] for row in rows]


async def _status(owner: Person, application: dict[str, Any]) -> str:
    status: str = (await owner.get(f"/applications/{application['id']}")).ok()["status"]
    return status


async def _clients(platform: Person, edition: str) -> list[dict[str, Any]]:
    query = {"edition": edition, "confirmation": "waiting"}
    return list((await platform.get("/platform/applications", params=query)).ok()["items"])


async def test_reminded_four_times_then_lapsed(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    due = _due(world)
    application = await filed_and_verified(world, owner, edition)
    await platform_of(world, application)
    now = world.clock.now()
    await _at(world, now)
    await _at(world, now)
    (first,) = await _told(world, application, "to_confirm")
    assert f"{due.day}日" in first
    assert application["number"] in first

    # Half of ten working days, then three and one before the last.
    for count, workdays in ((1, 4), (2, 5), (2, 6), (3, 7), (3, 8), (4, 9), (4, 10)):
        await _at(world, _due(world, workdays))
        assert len(await _told(world, application, "to_confirm")) == count, workdays
    shown = (await owner.get(f"/applications/{application['id']}")).ok()
    assert (shown["status"], shown["confirm_by"]) == ("in_review", due.date().isoformat())

    await _at(world, due + timedelta(days=1))
    assert await _status(owner, application) == "lapsed"
    (ended,) = await _told(world, application, "unconfirmed")
    assert f"{due.day}日" in ended
    (quota,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (quota["locked_fen"], quota["funded_fen"]) == (0, 0)
    told = await world.fetch(
        "SELECT body FROM notifications WHERE event = 'platform.client_silent' AND body LIKE $1",
        f"%{application['number']}%",
    )
    assert told
    # No decision was made that an appeal could overturn: the firm applies anew.
    appeal = await owner.post(f"/applications/{application['id']}/appeal", {"reason": "我们同意"})
    appeal.refused(409, "not_appealable")


async def test_answered_ones_and_the_firms_own_go_on(world: World) -> None:
    confirmer, author = await world.sme(), await world.sme()
    confirmed = await filed_and_verified(world, confirmer, world.edition)
    own = await author.submitted(world.edition)
    (await confirmer.post(f"/applications/{confirmed['id']}/confirm")).ok()
    await _at(world, _due(world) + timedelta(days=1))
    assert await _status(confirmer, confirmed) == "in_review"
    assert await _status(author, own) == "in_review"
    assert not await _told(world, confirmed, "to_confirm")


async def test_nobody_but_the_verified_is_reminded_and_the_platform_to_invite_them(
    world: World,
) -> None:
    owner = await world.sme()
    edition = await world.publish(terms={"confirm_workdays": 7})
    application = await filed_and_verified(world, owner, edition)
    platform = await platform_of(world, application)
    firm = UUID(application["enterprise"]["id"])
    await world.fetch("UPDATE enterprises SET state = 'claimed' WHERE id = $1", firm)
    due = _due(world, 7)
    for workdays in (1, 2, 3, 4, 6, 7):
        await _at(world, _due(world, workdays))
    assert not await _told(world, application, "to_confirm")
    told = await world.fetch(
        "SELECT data FROM notifications WHERE event = 'platform.clients_to_invite'"
        " AND user_id = $1 AND data::jsonb ->> 'due_on' = $2",
        platform.id,
        due.date().isoformat(),
    )
    assert len(told) == 3
    (item,) = await _clients(platform, edition)
    assert (item["turn"], item["due_on"]) == ("enterprise", due.date().isoformat())
    assert item["confirm_by"] == item["due_on"]
    await world.fetch("UPDATE enterprises SET state = 'verified' WHERE id = $1", firm)
    await _at(world, world.clock.now())
    assert len(await _told(world, application, "to_confirm")) == 1


async def test_the_editions_word_on_it_counts(world: World) -> None:
    owner, other = await world.sme(), await world.sme()
    short = await world.publish(terms={"confirm_workdays": 2})
    without = await world.publish(terms={"sme_confirms": False})
    soon = await filed_and_verified(world, owner, short)
    never = await filed_and_verified(world, other, without)
    await _at(world, _due(world, 2))
    assert await _status(owner, soon) == "in_review"
    await _at(world, _due(world, 2) + timedelta(days=1))
    assert await _status(owner, soon) == "lapsed"
    await _at(world, _due(world) + timedelta(days=1))
    assert await _status(other, never) == "in_review"
    assert not await _told(world, never, "to_confirm")
    invited = await (await platform_of(world, never)).post(
        f"/platform/applications/{never['id']}/invitation"
    )
    invited.refused(409, "nothing_to_confirm")
    assert await _clients(await platform_of(world, never), without) == []
    assert (await other.get(f"/applications/{never['id']}")).ok()["to_confirm"] is False
    assert (await other.post(f"/applications/{never['id']}/withdraw")).ok()["status"] == "withdrawn"
