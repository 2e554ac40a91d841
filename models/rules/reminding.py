"""When somebody who has some working days to answer is reminded of it."""

from datetime import date
from typing import Literal

from models.rules.workdays import Calendar, add_workdays

Reminder = Literal["first", "half", "last"]


def reminder_due(calendar: Calendar, since: date, workdays: int, *, today: date) -> Reminder:
    """At once, again when half of the working days are over, and one working day before the last.

    Whoever comes in late is reminded of the latest alone; a short time has fewer of them.
    """
    if workdays > 1 and today >= add_workdays(calendar, since, workdays - 1).on:
        return "last"
    if workdays > 1 and today >= add_workdays(calendar, since, workdays // 2).on:
        return "half"
    return "first"
