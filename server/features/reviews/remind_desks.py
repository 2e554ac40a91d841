"""Tells everybody who reviews, on the morning of each working day, what waits and what is overdue."""

from datetime import date
from typing import Final

from models.rules.reminding import soon_until
from models.rules.workdays import Calendar, is_workday
from server.clock import SHANGHAI, Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.messages.events.of_desks import DESK_OVERDUE, DESK_WAITING
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_person
from storage.postgres.core.transaction import transaction
from storage.postgres.desks import PersonsDesk, list_desks

_FROM_HOUR: Final = 9


async def remind_desks(*, clock: Clock, calendar: Calendar) -> None:
    """One round; each person once a day, and not before the day's work begins.

    Raises StoreUnavailable.
    """
    today = clock.today()
    early = clock.now().astimezone(SHANGHAI).hour < _FROM_HOUR
    if early or not is_workday(calendar, today):
        return
    soon_on = soon_until(calendar, today)

    async def remind(desk: PersonsDesk) -> None:
        await _remind(desk, today, soon_on, clock=clock)

    await one_by_one(await list_desks(today, soon_on), remind)


async def _remind(desk: PersonsDesk, today: date, soon_on: date, *, clock: Clock) -> None:
    facts: dict[str, Fact] = {"waiting": desk.waiting}
    if desk.overdue and desk.due_on is not None:
        event = DESK_OVERDUE
        facts |= {
            "overdue": desk.overdue,
            "application_no": desk.most_overdue,
            "due_on": desk.due_on,
        }
    else:
        event = DESK_WAITING
        facts |= {
            "application_no": desk.longest,
            "since_on": desk.since.astimezone(SHANGHAI).date(),
        }
        facts |= {"soon": desk.soon, "soon_on": soon_on} if desk.soon else {}
    async with transaction() as tx:
        key = f"desk:{today}"
        await tell_person(tx, desk.user_id, event, key=key, at=clock.now(), facts=facts)
