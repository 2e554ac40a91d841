"""Closing a notice: over holidays and 调休, into unpublished years, with what left meanwhile."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from models.rules.reasons import Text
from models.rules.terms.programme import Stage
from models.rules.workdays import FirstKnown, PublishedYear
from server.features.identity.conflicts import ConflictOfInterest
from server.features.notices.close_due import close_due_notices
from server.features.notices.publish import publish_notice
from server.features.notices.refusals import (
    NoticeProvisional,
    NoticeRunning,
    ObjectionsOpen,
)
from server.features.notices.schemas import NewNotice
from tests.features.notices.ground import (
    LIBRARY,
    EveryWeekday,
    at,
    citizen,
    close,
    day_after,
    edition_with_notice,
    multiplied,
    published,
    server_calendar,
    states,
    the_authority,
    waiting,
)
from tests.world.application import World
from tests.world.review_steps import PASS, decide

UNPUBLISHED = 2190
THE_YEAR = PublishedYear(
    UNPUBLISHED,
    days_off=frozenset({date(UNPUBLISHED, 1, 1), date(UNPUBLISHED, 1, 4)}),
    extra_workdays=frozenset({date(UNPUBLISHED, 1, 9)}),
)
YEAR_BEFORE = PublishedYear(UNPUBLISHED - 1, frozenset(), frozenset())
UNKNOWN = FirstKnown((YEAR_BEFORE,))
KNOWN = FirstKnown((THE_YEAR, YEAR_BEFORE))
# Whatever today is: weekdays are working days in years that the library does not know.
KNOWN_ENOUGH = FirstKnown((LIBRARY, EveryWeekday()))
START = date(UNPUBLISHED - 1, 12, 28)


async def publish_on(world: World, edition: str, day: date, calendar: FirstKnown) -> UUID:
    """A notice of all that waits, published on that day."""
    given = NewNotice(edition=edition, track="copay")
    return await publish_notice(given, by=the_authority(), clock=at(day), calendar=calendar)


async def end_of(world: World, notice_id: UUID) -> tuple[date, bool, str]:
    (row,) = await world.fetch(
        "SELECT ends_on, provisional, state FROM notices WHERE id = $1", notice_id
    )
    return row["ends_on"], row["provisional"], row["state"]


async def round_of(world: World, day: date, calendar: FirstKnown) -> list[UUID]:
    """One round of the worker in the morning of that day."""
    ports = world.ports
    return await close_due_notices(clock=at(day, 8), calendar=calendar, ranker=ports.ranker)


@pytest.mark.parametrize(
    ("published_on", "last"),
    [
        # 1 to 7 October off, Saturday the 10th worked: 29, 30, 8, 9, 10, 12, 13.
        (date(2026, 9, 28), date(2026, 10, 13)),
        # Published within the holiday: 8, 9, 10, 12, 13, 14, 15.
        (date(2026, 10, 1), date(2026, 10, 15)),
        # Sunday the 20th worked, Friday the 25th off: 18, 20, 21, 22, 23, 24, 28.
        (date(2026, 9, 17), date(2026, 9, 28)),
    ],
)
async def test_seven_working_days_of_2026(world: World, published_on: date, last: date) -> None:
    assert isinstance(LIBRARY, FirstKnown)
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    notice = await publish_on(world, edition, published_on, LIBRARY)
    assert await end_of(world, notice) == (last, False, "open")
    with pytest.raises(NoticeRunning):
        await close(world, str(notice), at(last, 23, 59))
    assert await states(world, application["id"]) == ("in_review", "publicity")
    await close(world, str(notice), at(last + timedelta(days=1), 0, 0))
    assert await states(world, application["id"]) == ("in_review", "approve")
    assert (await end_of(world, notice))[2] == "closed"


async def test_nothing_closes_on_a_provisional_day(world: World, app_database: str) -> None:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    notice = await publish_on(world, edition, START, UNKNOWN)
    ends_on, provisional, _ = await end_of(world, notice)
    assert provisional
    async with server_calendar(world, app_database, UNKNOWN):
        world.ports.rendered.forget()
        shown = (await world.anyone.get(f"/notices/{notice}")).ok()
        assert (shown["ends_on"], shown["provisional"]) == (ends_on.isoformat(), True)
        assert "暂定" in shown["note"]
        assert shown["state"] == "open"
        authority = await world.staff("authority")
        refused = await authority.post(f"/notices/{notice}/close")
        refused.refused(409, "notice_provisional")
    with pytest.raises(NoticeProvisional):
        await close(world, str(notice), at(ends_on + timedelta(days=90)), calendar=UNKNOWN)
    assert notice not in await round_of(world, ends_on + timedelta(days=90), UNKNOWN)
    assert await states(world, application["id"]) == ("in_review", "publicity")


@pytest.mark.parametrize(("day", "provisional"), [(7, False), (18, True)])
async def test_days_that_the_next_decree_may_exchange_are_provisional(
    world: World, day: int, provisional: bool
) -> None:
    """The decree on the New Year's holiday reaches back into December."""
    edition = await edition_with_notice(world)
    await waiting(world, edition)
    notice = await publish_on(world, edition, START.replace(day=day), UNKNOWN)
    ends_on, found, _ = await end_of(world, notice)
    assert ends_on.year == UNPUBLISHED - 1
    assert found is provisional


async def test_once_the_year_is_published_the_day_is_firm(world: World, app_database: str) -> None:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    notice = await publish_on(world, edition, START, UNKNOWN)
    # 29, 30, 31 December; 5, 6, 7, 8 January: the 1st and the 4th are off.
    firm = date(UNPUBLISHED, 1, 8)
    assert (await end_of(world, notice))[0] != firm
    async with server_calendar(world, app_database, KNOWN):
        world.ports.rendered.forget()
        shown = (await world.anyone.get(f"/notices/{notice}")).ok()
        assert (shown["ends_on"], shown["provisional"], shown["note"]) == (
            firm.isoformat(),
            False,
            None,
        )
    assert notice not in await round_of(world, firm, KNOWN)
    assert await end_of(world, notice) == (firm, False, "open")
    # Firm is firm: nobody moves a day that people were told.
    assert notice not in await round_of(world, firm, UNKNOWN)
    assert await end_of(world, notice) == (firm, False, "open")
    assert notice in await round_of(world, firm + timedelta(days=1), KNOWN)
    assert await states(world, application["id"]) == ("in_review", "approve")


async def test_the_worker_closes_in_nobodys_name(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, application = await waiting(world, edition)
    notice = await publish_on(world, edition, date(2026, 9, 28), LIBRARY)
    assert notice not in await round_of(world, date(2026, 10, 13), LIBRARY)
    assert notice in await round_of(world, date(2026, 10, 14), LIBRARY)
    (row,) = await world.fetch(
        "SELECT state, verdict, decided_by_id FROM reviews"
        " WHERE application_id::text = $1 AND stage = 'publicity'",
        application["id"],
    )
    assert tuple(row) == ("done", "pass", None)
    lines = await world.fetch(
        "SELECT event, actor_id FROM audit WHERE subject_id = $1 ORDER BY seq", notice
    )
    assert lines[-1]["event"] == "notice.closed"
    assert lines[-1]["actor_id"] is None
    seen = (await owner.get(f"/applications/{application['id']}")).ok()
    assert seen["timeline"][-1]["event"] == "publicity.passed"
    # Approval goes on as everywhere.
    (await decide(await world.staff("authority"), application, "approve", PASS)).ok()
    assert (await states(world, application["id"]))[0] in ("approved", "payable")


async def test_where_it_is_the_last_step_it_is_approved(world: World) -> None:
    steps = tuple(
        Stage(kind, role, Text("步骤", "Step"), workdays=days)
        for kind, role, days in (("endorse", "platform", None), ("publicity", "authority", 3))
    )
    edition = await edition_with_notice(world, stages=steps, selection="rolling", pool=None)
    _, application = await waiting(world, edition)
    notice = await published(world, edition)
    assert notice["working_days"] == 3
    await close(world, notice["id"], day_after(notice), calendar=KNOWN_ENOUGH)
    assert (await states(world, application["id"]))[0] == "approved"


async def test_an_open_objection_holds_the_notice_open(world: World) -> None:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    notice = await published(world, edition)
    person = await citizen(world)
    path = f"/notices/{notice['id']}/objections"
    made = (await person.post(path, {"reason": "有异议"})).ok(201)
    after = day_after(notice)
    with pytest.raises(ObjectionsOpen):
        await close(world, notice["id"], after, calendar=KNOWN_ENOUGH)
    ports = world.ports
    rounds = await close_due_notices(clock=after, calendar=KNOWN_ENOUGH, ranker=ports.ranker)
    assert UUID(notice["id"]) not in rounds
    assert await states(world, application["id"]) == ("in_review", "publicity")
    authority = await world.staff("authority")
    verdict = {"verdict": "dismissed", "answer": "不属实"}
    (await authority.post(f"/objections/{made['id']}/answer", verdict)).ok()
    await close(world, notice["id"], after, calendar=KNOWN_ENOUGH)
    assert await states(world, application["id"]) == ("in_review", "approve")


async def test_who_withdraws_meanwhile_is_shown_so_and_holds_nothing_up(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, leaving = await waiting(world, edition)
    _, staying = await waiting(world, edition)
    notice = await published(world, edition)

    async def shown() -> list[str]:
        world.ports.rendered.forget()
        seen = (await world.anyone.get(f"/notices/{notice['id']}")).ok()
        return [entry["state"] for entry in seen["entries"]]

    (await owner.post(f"/applications/{leaving['id']}/withdraw", {})).ok()
    assert await shown() == ["withdrawn", "standing"]
    await close(world, notice["id"], day_after(notice), calendar=KNOWN_ENOUGH)
    assert await shown() == ["withdrawn", "passed"]
    assert (await states(world, leaving["id"]))[0] == "withdrawn"
    assert await states(world, staying["id"]) == ("in_review", "approve")


async def test_by_the_authority_over_http_before_its_time(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, _ = await waiting(world, edition)
    notice = await published(world, edition)
    path = f"/notices/{notice['id']}/close"
    authority = await world.staff("authority")
    code = "notice_provisional" if notice["provisional"] else "notice_running"
    (await authority.post(path)).refused(409, code)
    (await owner.post(path)).refused(403, "forbidden")
    outside = await world.staff("authority", edition_code=world.edition)
    (await outside.post(path)).refused(404, "not_found")
    await close(world, notice["id"], day_after(notice), calendar=KNOWN_ENOUGH)
    again = (await authority.post(path)).ok()
    assert (again["state"], again["id"]) == ("closed", notice["id"])
    listed = await world.anyone.get(f"/programmes/{edition}/notices", params={"state": "closed"})
    assert [item["id"] for item in listed.ok()["items"]] == [notice["id"]]
    (
        await (await citizen(world)).post(f"/notices/{notice['id']}/objections", {"reason": "晚了"})
    ).refused(409, "notice_closed")


async def test_nobody_closes_over_their_own_firm(world: World) -> None:
    edition = await edition_with_notice(world)
    owner, _ = await waiting(world, edition)
    notice = await published(world, edition)
    concerned = the_authority()
    concerned = type(concerned)(
        UUID(owner.user["id"]), concerned.session, concerned.roles, concerned.grants
    )
    with pytest.raises(ConflictOfInterest):
        await close(world, notice["id"], day_after(notice), by=concerned, calendar=KNOWN_ENOUGH)


async def test_a_large_notice_goes_on_where_it_stopped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = await edition_with_notice(world)
    _, application = await waiting(world, edition)
    await multiplied(world, application, 24)
    notice = await published(world, edition)
    monkeypatch.setattr("server.features.notices.close.TOGETHER", 10)

    async def power_cut(*_: object, **__: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as cut:
        # The last transaction, with the last five entries, is lost.
        cut.setattr("server.features.notices.close._close", power_cut)
        with pytest.raises(RuntimeError, match="power cut"):
            await close(world, notice["id"], day_after(notice), calendar=KNOWN_ENOUGH)
    counts = "SELECT state, count(*) AS n FROM notice_entries WHERE notice_id = $1 GROUP BY 1"
    of = UUID(notice["id"])
    found = {row["state"]: row["n"] for row in await world.fetch(counts, of)}
    assert found == {"passed": 20, "standing": 5}
    assert (await end_of(world, of))[2] == "open"
    await close(world, notice["id"], day_after(notice), calendar=KNOWN_ENOUGH)
    found = {row["state"]: row["n"] for row in await world.fetch(counts, of)}
    assert found == {"passed": 25}
    passed = await world.fetch(
        "SELECT count(*) AS n, count(DISTINCT l.subject_id) AS apart FROM audit l"
        " JOIN notice_entries e ON e.application_id = l.subject_id"
        " WHERE e.notice_id = $1 AND l.event = 'publicity.passed'",
        of,
    )
    assert tuple(passed[0]) == (25, 25)
