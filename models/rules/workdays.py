"""Working days: N of them from a day on, by a calendar that may not know every year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

MAX_WORKDAYS = 400
_EXCHANGED_FROM = 22
"""Of December: the earliest day that a decree since 2004 has moved is the 29th; a week of margin."""


class Calendar(Protocol):
    """Says whether a day is a working day; None where that year is not published."""

    def is_workday(self, day: date) -> bool | None: ...


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last of the working days; `provisional` while a decree to come could still move it: a year
    on the way is not published, or the days before a new year whose own decree is not.

    Nothing lapses or closes on a provisional day.
    """

    on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """One year's days off and extra working days (调休), as an operator enters them."""

    year: int
    days_off: frozenset[date]
    extra_workdays: frozenset[date]

    def is_workday(self, day: date) -> bool | None:
        """None for another year."""
        if day.year != self.year:
            return None
        if day in self.extra_workdays:
            return True
        return day not in self.days_off and day.isoweekday() <= 5


@dataclass(frozen=True, slots=True)
class FirstKnown:
    """Asks several calendars in turn; the first that knows the day decides."""

    calendars: Sequence[Calendar]

    def is_workday(self, day: date) -> bool | None:
        """None if no calendar knows the day."""
        for calendar in self.calendars:
            answer = calendar.is_workday(day)
            if answer is not None:
                return answer
        return None


def add_workdays(calendar: Calendar, start: date, count: int) -> DueDay:
    """The `count`-th working day after `start`, which itself does not count.

    Days of an unpublished year are taken as Monday to Friday and make the answer provisional; so do
    the last days of a year before one that is not published.
    Raises ValueError unless 1 ≤ count ≤ 400.
    """
    if not 1 <= count <= MAX_WORKDAYS:
        raise ValueError(f"between 1 and {MAX_WORKDAYS} working days, not {count}")
    day, left, provisional = start, count, False
    while left:
        day += timedelta(days=1)
        unknown = calendar.is_workday(day) is None
        provisional = provisional or unknown or _may_be_moved(calendar, day)
        left -= is_workday(calendar, day)
    return DueDay(day, provisional)


def is_workday(calendar: Calendar, day: date) -> bool:
    """As far as is known: a day of an unpublished year is taken as Monday to Friday."""
    answer = calendar.is_workday(day)
    return day.isoweekday() <= 5 if answer is None else answer


def workdays_left(calendar: Calendar, today: date, last: date) -> int:
    """Working days after `today` until `last`, which counts; 0 from `last` on."""
    days = (today + timedelta(days=number) for number in range(1, (last - today).days + 1))
    return sum(is_workday(calendar, day) for day in days)


def _may_be_moved(calendar: Calendar, day: date) -> bool:
    """Whether the next year's decree, which is not out yet, may still exchange this day.

    The New Year's holiday reaches back: the decree for 2019 made Saturday 29 December 2018 a working
    day and Monday 31 December a day off.
    """
    late = day >= date(day.year, 12, _EXCHANGED_FROM)
    return late and calendar.is_workday(date(day.year + 1, 1, 1)) is None
