"""Working days over the National Day holiday of 2026, with 调休, and into unpublished years."""

from datetime import date, timedelta

import pytest

from models.rules.workdays import FirstKnown, PublishedYear, add_workdays
from server.edge.calendar import LibraryCalendar, working_calendar

LIBRARY = working_calendar()


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 9, 21), 1, date(2026, 9, 22)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),  # Sunday 20 September is worked (调休)
        (date(2026, 9, 24), 1, date(2026, 9, 28)),  # Mid-Autumn, Friday to Sunday
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # National Day, 1 to 7 October
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # Saturday 10 October is worked (调休)
        (date(2026, 9, 28), 7, date(2026, 10, 13)),
        (date(2026, 10, 10), 1, date(2026, 10, 12)),
        (date(2026, 10, 3), 1, date(2026, 10, 8)),  # counted from within the holiday
    ],
)
def test_working_days_of_2026(start: date, count: int, due: date) -> None:
    answer = add_workdays(LIBRARY, start, count)
    assert (answer.on, answer.provisional) == (due, False)


def test_the_first_day_does_not_count_and_the_last_is_worked() -> None:
    start = date(2026, 3, 2)
    for count in range(1, 60):
        due = add_workdays(LIBRARY, start, count).on
        days = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
        assert sum(bool(LIBRARY.is_workday(day)) for day in days) == count
        assert LIBRARY.is_workday(due)


def test_a_due_day_that_reaches_an_unpublished_year_is_provisional() -> None:
    far = date(2190, 12, 28)
    assert LibraryCalendar().is_workday(far) is None
    answer = add_workdays(LIBRARY, far, 5)
    assert answer.provisional
    assert answer.on.isoweekday() <= 5


def test_crossing_into_an_unpublished_year_is_provisional_and_staying_before_it_is_not() -> None:
    known = PublishedYear(2099, frozenset(), frozenset())
    assert not add_workdays(known, date(2099, 12, 16), 3).provisional
    assert add_workdays(known, date(2099, 12, 28), 4).provisional


def test_an_operators_year_wins_over_the_library() -> None:
    override = PublishedYear(
        2026, days_off=frozenset({date(2026, 9, 22)}), extra_workdays=frozenset()
    )
    calendar = working_calendar([override])
    assert calendar.is_workday(date(2026, 9, 22)) is False
    assert LIBRARY.is_workday(date(2026, 9, 22)) is True
    # The whole year is the operator's: the library's 调休 Sunday is a Sunday again.
    assert calendar.is_workday(date(2026, 9, 20)) is False
    assert calendar.is_workday(date(2025, 10, 1)) is False


def test_an_extra_working_day_beats_the_weekend() -> None:
    year = PublishedYear(2030, frozenset({date(2030, 1, 1)}), frozenset({date(2030, 1, 5)}))
    assert year.is_workday(date(2030, 1, 5)) is True
    assert year.is_workday(date(2030, 1, 6)) is False
    assert year.is_workday(date(2030, 1, 1)) is False
    assert year.is_workday(date(2031, 1, 1)) is None
    assert FirstKnown((year,)).is_workday(date(2031, 1, 1)) is None


@pytest.mark.parametrize("count", [-1, 0, 401])
def test_a_count_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="working days"):
        add_workdays(LIBRARY, date(2026, 3, 2), count)


def test_days_that_the_next_years_decree_may_exchange_are_provisional() -> None:
    this = PublishedYear(2099, frozenset(), frozenset())
    following = PublishedYear(2100, frozenset(), frozenset())
    for start, provisional in ((date(2099, 12, 15), False), (date(2099, 12, 28), True)):
        assert add_workdays(this, start, 3).provisional is provisional
        assert not add_workdays(FirstKnown((this, following)), start, 3).provisional
