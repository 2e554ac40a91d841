"""China's working days: an operator's own years first, then the published ones of the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import chinese_calendar

from models.rules.workdays import Calendar, FirstKnown, PublishedYear


@dataclass(frozen=True, slots=True)
class LibraryCalendar:
    """The holidays and 调休 that the State Council has published, as the library holds them."""

    def is_workday(self, day: date) -> bool | None:
        """None for a year that the library does not know."""
        try:
            return bool(chinese_calendar.is_workday(day))
        except NotImplementedError:
            return None


def working_calendar(overrides: Sequence[PublishedYear] = ()) -> Calendar:
    """Overrides before the library: an operator's year wins over it as a whole."""
    return FirstKnown((*overrides, LibraryCalendar()))
