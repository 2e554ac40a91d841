"""Who is told of what waits for them: a client's platform, districts, auditors, the authority."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from models.rules.reminding import deadline_near
from server.clock import SHANGHAI, Clock
from server.edge.calendar import working_calendar
from server.features.applications.remind_drafts import remind_drafts
from server.features.messages.still_true import still_true
from server.features.messages.tell_disputed import tell_disputed
from server.features.messages.tell_submitted import tell_submitted
from server.features.messages.tell_verified import tell_verified
from server.features.reviews.remind_desks import remind_desks
from server.features.verdicts.remind_due import remind_due
from server.features.verdicts.tell_decided import tell_decided
from server.ports import Ports
from storage.postgres.core.transaction import transaction
from tests.features.messages.conftest import Told
from tests.features.messages.lives import platform_told
from tests.features.payouts.payout_steps import name_account
from tests.features.verdicts.return_steps import RETURN
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import PASS, audited, decide, endorse, platform_of, shown

CALENDAR = working_calendar()
MONDAY = date(2026, 11, 30)


async def entries(person: Person, event: str) -> list[dict[str, Any]]:
    """As they stand in the person's inbox, the newest first."""
    items = (await person.get("/notifications", params={"limit": "100"})).ok()["items"]
    return [item for item in items if item["event"] == event]


async def holds(entry: dict[str, Any]) -> bool:
    async with transaction() as tx:
        return await still_true(tx, UUID(entry["id"]))


def at_ten(day: date) -> Clock:
    moment = datetime.combine(day, time(10), SHANGHAI)
    return Clock(lambda: moment)


async def test_a_platform_hears_of_its_client_until_it_has_checked_it(
    told: Told, ports: Ports, as_worker: None
) -> None:
    platform = await platform_of(told.world, told.application)
    elsewhere = await told.world.new_staff(
        "platform", platform_id=told.application["platform"]["id"], edition_code=told.world.edition
    )
    for _ in range(2):
        await tell_submitted(told.id, clock=ports.clock)
    (entry,) = await of(told, platform, "platform.client_new")
    assert told.application["number"] in entry["body"]
    assert told.application["enterprise"]["name"] in entry["body"]
    assert await of(told, elsewhere, "platform.client_new") == []
    assert await holds(entry)
    (await endorse(told.world, told.application)).ok()
    assert not await holds(entry)


async def of(told: Told, person: Person, event: str) -> list[dict[str, Any]]:
    return [one for one in await entries(person, event) if one["application_id"] == str(told.id)]


async def test_a_firm_hears_of_each_step_and_its_platform_of_the_end(
    told: Told, ports: Ports, as_worker: None
) -> None:
    await audited(told.world, told.application)
    await every_decision(told, ports)
    assert await told.rows("application.endorsed") == [], "it is further by now"
    assert len(await told.rows("application.audited")) == 1
    authority = await told.world.staff("authority")
    (await decide(authority, told.application, "approve", PASS)).ok()
    for _ in range(2):
        await every_decision(told, ports)
    assert (await platform_told(told)).count("platform.client_approved") == 1


async def every_decision(told: Told, ports: Ports) -> None:
    reviews = await told.world.fetch(
        "SELECT id FROM reviews WHERE application_id = $1 AND state = 'done'", told.id
    )
    for row in reviews:
        await tell_decided(row["id"], clock=ports.clock)


async def test_a_withdrawal_is_told_to_the_platform(told: Told) -> None:
    (await told.person.post(f"/applications/{told.id}/withdraw")).ok()
    assert "platform.client_withdrew" in await platform_told(told)


async def test_an_appeal_waits_on_the_authoritys_desk_until_it_is_decided(
    told: Told, as_worker: None
) -> None:
    (await endorse(told.world, told.application)).ok()
    reject = {"verdict": "reject", "comment": "凭证不清"}
    (await decide(await told.world.staff("auditor"), told.application, "audit", reject)).ok()
    raised = await told.person.post(f"/applications/{told.id}/appeal", {"reason": "凭证已补"})
    authority = await told.world.staff("authority")
    (waiting,) = await of(told, authority, "appeal.to_decide")
    assert "凭证已补" in waiting["body"]
    (received,) = [one for one in await told.inbox() if one["event"] == "appeal.received"]
    assert await holds(waiting)
    assert await holds(received)
    path = f"/appeals/{raised.ok(201)['id']}/decide"
    (await authority.post(path, {"verdict": "dismissed", "comment": "理由不成立"})).ok()
    assert not await holds(waiting)
    assert not await holds(received)


async def test_a_dispute_is_told_to_both_sides_and_to_who_decides_it(
    world: World, ports: Ports, as_worker: None
) -> None:
    owner, claimant = await world.sme(), await world.sme()
    firm = await owner.enterprise()
    here = await world.staff("district", district=firm["district"])
    elsewhere = await world.staff("district", district="崇明区")
    said = {"uscc": firm["uscc"], "reason": "公章被冒用"}
    dispute = (await claimant.post("/enterprises/disputes", said)).ok(201)
    for _ in range(2):
        await tell_disputed(UUID(dispute["id"]), clock=ports.clock)
    (theirs,) = await entries(owner, "firm.disputed")
    assert "公章被冒用" not in theirs["body"], "who disputes it, and why, is for the officer"
    assert len(await entries(claimant, "dispute.received")) == 1
    mine = [one for one in await entries(here, "dispute.to_decide") if firm["uscc"] in one["body"]]
    assert "公章被冒用" in mine[0]["body"]
    assert len(mine) == 1
    assert await entries(elsewhere, "dispute.to_decide") == []
    assert await holds(mine[0])
    await world.fetch(
        "UPDATE grants SET valid_to = now() WHERE user_id = $1", UUID(here.user["id"])
    )
    assert not await holds(mine[0]), "who is no officer any more is told nothing more"


async def test_a_firm_hears_that_a_reviewer_has_verified_it(
    world: World, ports: Ports, as_worker: None
) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    await tell_verified(UUID(firm["id"]), clock=ports.clock)
    assert await entries(owner, "firm.verified") == []
    authority = await world.staff("authority")
    (await authority.post(f"/enterprises/{firm['id']}/verify", {})).ok()
    queued = await world.fetch(
        "SELECT 1 FROM pgqueuer WHERE entrypoint = 'enterprise.verified' AND payload = $1",
        UUID(firm["id"]).bytes,
    )
    assert len(queued) == 1
    for _ in range(2):
        await tell_verified(UUID(firm["id"]), clock=ports.clock)
    (told,) = await entries(owner, "firm.verified")
    assert firm["name"] in told["body"]


async def test_an_account_waits_to_be_verified_until_another_is_named(
    world: World, as_worker: None
) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    authority = await world.staff("authority")

    async def waiting() -> list[dict[str, Any]]:
        told = await entries(authority, "payee.to_verify")
        return [one for one in told if firm["name"] in one["body"]]

    (await name_account(owner, firm["id"])).ok()
    (first,) = await waiting()
    assert await holds(first)
    (await name_account(owner, firm["id"], account="6222021234567890131")).ok()
    second, _ = await waiting()
    assert await holds(second)
    assert not await holds(first)


async def test_a_desk_is_told_once_on_the_morning_of_a_working_day(
    told: Told, ports: Ports, as_worker: None
) -> None:
    (await endorse(told.world, told.application)).ok()
    auditor = await told.world.new_staff("auditor", edition_code=told.application["edition"])
    saturday, early = at_ten(MONDAY - timedelta(days=2)), Clock(lambda: at_early(MONDAY))
    for clock in (saturday, early):
        await remind_desks(clock=clock, calendar=CALENDAR)
    assert await entries(auditor, "desk.waiting") == []
    for _ in range(2):
        await remind_desks(clock=at_ten(MONDAY), calendar=CALENDAR)
    (entry,) = await entries(auditor, "desk.waiting")
    assert "您有 1 件申请待审核" in entry["body"]
    assert told.application["number"] in entry["body"]
    english = {"accept-language": "en"}
    (same,) = (await auditor.get("/notifications", headers=english)).ok()["items"]
    assert "At 10:00 on 30 November 2026, 1 application(s) wait for you" in same["body"]


def at_early(day: date) -> datetime:
    return datetime.combine(day, time(8, 59), SHANGHAI)


async def test_what_is_overdue_is_said_to_be(told: Told, ports: Ports, as_worker: None) -> None:
    (await endorse(told.world, told.application)).ok()
    auditor = await told.world.new_staff("auditor", edition_code=told.application["edition"])
    await told.world.fetch(
        "UPDATE reviews SET due_on = $2 WHERE application_id = $1 AND state = 'open'",
        told.id,
        MONDAY - timedelta(days=1),
    )
    await remind_desks(clock=at_ten(MONDAY), calendar=CALENDAR)
    (entry,) = await entries(auditor, "desk.overdue")
    assert "应在 2026年11月29日 前办结" in entry["body"]
    assert await entries(auditor, "desk.waiting") == []


async def test_a_correction_is_reminded_of_twice_and_not_on_the_day_it_was_asked(
    told: Told, ports: Ports, as_worker: None
) -> None:
    (await endorse(told.world, told.application)).ok()
    (await decide(await told.world.staff("auditor"), told.application, "audit", RETURN)).ok()
    now = await shown(told.person, told.application)
    due_on = date.fromisoformat(now["corrections"][0]["due_on"])
    for ahead in (10, 1, 1, 0):
        day = due_on - timedelta(days=ahead)
        await remind_due(clock=at_ten(day), calendar=EveryDay())
    assert [
        row["event_key"].rsplit(":")[-1] for row in await told.rows("application.due_soon")
    ] == ["one"]
    await remind_due(clock=at_ten(due_on - timedelta(days=3)), calendar=EveryDay())
    assert len(await told.rows("application.due_soon")) == 2
    (row, _) = await told.rows("application.due_soon")
    assert "还有 2 项等您补正" in row["body"]
    await told.world.fetch(
        "UPDATE corrections SET due_on = $2 WHERE application_id = $1",
        told.id,
        ports.clock.today() + timedelta(days=1),
    )
    await remind_due(clock=ports.clock, calendar=EveryDay())
    assert len(await told.rows("application.due_soon")) == 2, "they were asked today"


class EveryDay:
    """Every day is worked."""

    def is_workday(self, _: date) -> bool:
        return True


async def test_a_draft_is_reminded_of_before_its_window_closes(
    world: World, ports: Ports, as_worker: None, dsn: str
) -> None:
    edition = await world.publish()
    person = await world.sme()
    draft = await person.draft(edition)
    told = Told(world, person, draft, dsn)
    closes_at = datetime.combine(MONDAY + timedelta(days=60), time(23, 59, 59), SHANGHAI)
    await world.fetch("UPDATE editions SET closes_at = $2 WHERE code = $1", edition, closes_at)
    for ahead in (20, 3, 2, 1, 0):
        day = closes_at.date() - timedelta(days=ahead)
        await remind_drafts(clock=at_ten(day), calendar=EveryDay())
    rows = await told.rows("application.closing_soon")
    assert len(rows) == 2
    assert "申报期到 2027年1月29日 23:59 截止" in rows[0]["body"]
    (entry, _) = await entries(person, "application.closing_soon")
    assert await holds(entry)
    await world.fetch("UPDATE editions SET closed_at = now() WHERE code = $1", edition)
    assert not await holds(entry)


@pytest.mark.parametrize(
    ("today", "near"),
    [
        (date(2026, 9, 21), None),
        (date(2026, 9, 24), "three"),  # then Mid-Autumn, Friday to Sunday
        (date(2026, 9, 27), "three"),
        (date(2026, 9, 28), "three"),
        (date(2026, 9, 29), "one"),
        (date(2026, 9, 30), "one"),
        (date(2026, 10, 1), None),
    ],
)
def test_a_day_comes_near_by_working_days(today: date, near: str | None) -> None:
    assert deadline_near(CALENDAR, date(2026, 9, 30), today=today) == near
