"""Until when a correction may come: China's working days, an operator's year first, to the second."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from models.programme.holiday_file import read_holidays
from models.programme.reader.problems import ProgrammeFileError
from models.rules.workdays import PublishedYear
from server.clock import SHANGHAI, Clock
from server.compose import calendar_from
from server.edge.calendar import working_calendar
from server.features.verdicts.lapse import lapse_overdue
from server.features.verdicts.returning import due_day
from tests.features.verdicts.return_steps import returned, status_of
from tests.world.application import MovableClock, World
from tests.world.handing_in_again import answer_all
from tests.world.review_steps import shown

LIBRARY = working_calendar()
OPERATORS = """
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
days_off = [2027-01-01]
extra_workdays = [2027-01-02]
"""


def years(*of: int) -> Any:
    """A calendar without holidays that knows these years only."""
    return _Only([PublishedYear(year, frozenset(), frozenset()) for year in of])


class _Only:
    def __init__(self, known: Iterable[PublishedYear]) -> None:
        self._known = {year.year: year for year in known}

    def is_workday(self, day: date) -> bool | None:
        year = self._known.get(day.year)
        return None if year is None else year.is_workday(day)


async def lapse_at(world: World, at: datetime, calendar: Any = LIBRARY) -> int:
    return await lapse_overdue(
        clock=Clock(lambda: at),
        calendar=calendar,
        ranker=world.ports.ranker,
    )


async def due_of(world: World, application: dict[str, Any]) -> date | None:
    (row,) = await world.fetch(
        "SELECT DISTINCT due_on FROM corrections WHERE application_id = $1",
        UUID(application["id"]),
    )
    found: date | None = row["due_on"]
    return found


async def asked_on(world: World, day: date, workdays: int) -> dict[str, Any]:
    """One that was returned on that day, with so many working days; the due day is not known yet."""
    application = await returned(world, await world.sme())
    await world.fetch(
        "UPDATE corrections SET from_on = $2, workdays = $3, due_on = NULL"
        " WHERE application_id = $1",
        UUID(application["id"]),
        day,
        workdays,
    )
    return application


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def test_over_the_national_day_with_its_working_saturday() -> None:
    assert due_day(LIBRARY, date(2026, 9, 28), 5) == date(2026, 10, 10)
    assert due_day(LIBRARY, date(2026, 9, 30), 5) == date(2026, 10, 13)


async def test_it_lapses_when_the_due_day_is_over_and_not_before(world: World) -> None:
    """Returned on the Monday before National Day: due on the Saturday that is worked instead."""
    application = await asked_on(world, date(2026, 9, 28), 5)
    last_second = midnight_after(date(2026, 10, 10)) - timedelta(seconds=1)
    await lapse_at(world, last_second)
    assert await due_of(world, application) == date(2026, 10, 10)
    assert await status_of(world, application) == "returned"
    assert await lapse_at(world, midnight_after(date(2026, 10, 10))) >= 1
    assert await status_of(world, application) == "lapsed"


async def test_midnight_is_shanghais(world: World) -> None:
    """Sixteen o'clock UTC of the due day is past it, one second before is not."""
    application = await asked_on(world, date(2026, 9, 28), 5)
    four = datetime(2026, 10, 10, 16, tzinfo=UTC)
    await lapse_at(world, four - timedelta(seconds=1))
    assert await status_of(world, application) == "returned"
    await lapse_at(world, four)
    assert await status_of(world, application) == "lapsed"


async def test_an_operators_year_counts_and_not_the_librarys(world: World) -> None:
    year = PublishedYear(
        2026,
        days_off=frozenset(date(2026, 10, 1) + timedelta(days=n) for n in range(14)),
        extra_workdays=frozenset(),
    )
    application = await asked_on(world, date(2026, 9, 28), 5)
    await lapse_at(world, midnight_after(date(2026, 10, 10)), working_calendar([year]))
    # 29 and 30 September, then 15, 16 and 19 October.
    assert await due_of(world, application) == date(2026, 10, 19)
    assert await status_of(world, application) == "returned"


async def test_into_a_year_that_is_not_published_nothing_lapses(world: World) -> None:
    """However late it is: "five working days from then" is all that is known."""
    application = await asked_on(world, date(2098, 12, 29), 5)
    long_after = datetime(2099, 12, 1, tzinfo=UTC)
    await lapse_at(world, long_after, years(2098))
    assert await due_of(world, application) is None
    assert await status_of(world, application) == "returned"
    await lapse_at(world, datetime(2099, 1, 2, tzinfo=UTC), years(2098, 2099))
    assert await due_of(world, application) == date(2099, 1, 5)
    assert await status_of(world, application) == "returned"
    await lapse_at(world, long_after, years(2098))
    assert await status_of(world, application) == "lapsed"


async def test_handed_in_at_the_last_second_it_is_in_time(
    world: World, clock: MovableClock
) -> None:
    for seconds, status in ((-2, 200), (1, 409)):
        clock.ahead = timedelta(0)
        owner = await world.sme()
        application = await returned(world, owner)
        await answer_all(owner, application)
        due_on = date.fromisoformat(application["corrections"][0]["due_on"])
        end = midnight_after(due_on) + timedelta(seconds=seconds)
        clock.ahead = end - datetime.now(UTC)
        again = await (await world.sme(owner.name)).post(
            f"/applications/{application['id']}/submit"
        )
        assert again.status == status, again.body
        if status == 409:
            again.refused(409, "window_closed")
            assert {code for _, code in again.reasons()} == {"too_late"}
    clock.ahead = timedelta(0)
    assert (await shown(owner, application))["status"] == "returned"


def test_an_operators_file_is_read_and_wins(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(OPERATORS, "utf-8")
    calendar = calendar_from(tmp_path)
    assert calendar.is_workday(date(2027, 1, 1)) is False
    assert calendar.is_workday(date(2027, 1, 2)) is True
    assert due_day(calendar, date(2026, 12, 31), 1) == date(2027, 1, 2)
    assert calendar_from(tmp_path / "none").is_workday(date(2026, 10, 10)) is True


@pytest.mark.parametrize(
    "wrong",
    [
        OPERATORS.replace("[2027-01-02]", "[2027-01-04]"),
        OPERATORS.replace("[2027-01-01]", "[2026-01-01]"),
        OPERATORS.replace("[2027-01-01]", "[2027-01-02]"),
        OPERATORS.replace("year = 2027", ""),
        OPERATORS + "more = 1",
    ],
)
def test_a_file_that_cannot_be_right_is_refused(wrong: str) -> None:
    read_holidays("2027.toml", OPERATORS)
    with pytest.raises(ProgrammeFileError):
        read_holidays("2027.toml", wrong)
