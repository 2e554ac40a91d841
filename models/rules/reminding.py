"""When somebody is reminded: of an answer that has some working days, or of a day that comes near."""

from datetime import date
from typing import Final, Literal

from models.rules.workdays import Calendar, add_workdays, workdays_left

Reminder = Literal["first", "half", "three", "last"]
Near = Literal["three", "one"]
_SOON_WORKDAYS: Final = 3


def soon_until(calendar: Calendar, today: date) -> date:
    """The last day that a desk counts as due soon."""
    return add_workdays(calendar, today, _SOON_WORKDAYS).on


def reminder_due(calendar: Calendar, since: date, workdays: int, *, today: date) -> Reminder:
    """At once, when half of the working days are over, and three and one working days before the last.

    Whoever comes in late is reminded of the latest alone; a short time has fewer of them.
    """
    if workdays > 1 and today >= add_workdays(calendar, since, workdays - 1).on:
        return "last"
    if workdays > 3 and today >= add_workdays(calendar, since, workdays - 3).on:
        return "three"
    if workdays > 1 and today >= add_workdays(calendar, since, workdays // 2).on:
        return "half"
    return "first"


def deadline_near(calendar: Calendar, due_on: date, *, today: date) -> Near | None:
    """Three working days before the last day, and again with one or none left.

    Before a holiday that is earlier: nobody looks into an inbox during the festival. None while
    there is more time, and once it is over.
    """
    if today > due_on:
        return None
    left = workdays_left(calendar, today, due_on)
    if left <= 1:
        return "one"
    return "three" if left <= 3 else None
