"""Reminds firms of corrections that are due: three working days before, and on the last one."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from models.rules.reminding import deadline_near
from models.rules.workdays import Calendar
from server.clock import SHANGHAI, Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.applications.tell_filer import tell_filer
from server.features.messages.events.of_clients import CLIENT_DUE
from server.features.messages.events.of_progress import DUE_SOON
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.reviews.case import hold_application
from storage.postgres.core.rows import find_row, list_ids
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import enqueue

_AHEAD: Final = timedelta(days=15)
"""Three working days, with the longest of holidays among them."""
_DUE: Final = """
SELECT a.id, max(k.due_on) AS due_on, count(*) AS items, max(k.asked_at) AS asked_at,
       EXISTS (SELECT FROM claims c WHERE c.application_id = a.id AND c.live) AS in_line
  FROM applications a JOIN corrections k ON k.application_id = a.id
 WHERE a.status = 'returned' AND k.resolved_at IS NULL AND {which}
 GROUP BY a.id HAVING bool_and(k.due_on IS NOT NULL)
"""
_ALL: Final = f"""
SELECT d.id FROM ({_DUE.format(which="a.id > $1")}) d
 WHERE d.due_on BETWEEN $2 AND $3 ORDER BY d.id LIMIT 500
"""
_ONE: Final = _DUE.format(which="a.id = $1")
_FIRST: Final = UUID(int=0)


class _Due(msgspec.Struct, frozen=True):
    """What an application that was sent back still owes, and by when."""

    id: UUID
    due_on: date
    items: int
    asked_at: datetime
    in_line: bool


async def remind_due(*, clock: Clock, calendar: Calendar) -> None:
    """One round over all that is due soon; each reminder once a person. Raises StoreUnavailable."""
    after, today = _FIRST, clock.today()

    async def remind(application_id: UUID) -> None:
        await _remind(application_id, clock=clock, calendar=calendar)

    while ids := await list_ids(_ALL, after, today, today + _AHEAD, tx=None):
        await one_by_one(ids, remind)
        after = ids[-1]


async def _remind(application_id: UUID, *, clock: Clock, calendar: Calendar) -> None:
    now, today = clock.now(), clock.today()
    async with transaction() as tx:
        application = await hold_application(tx, application_id)
        # Between the list and the lock the firm may have handed in again.
        due = await find_row(_Due, _ONE, application_id, tx=tx)
        if due is None or due.asked_at.astimezone(SHANGHAI).date() == today:
            return
        near = deadline_near(calendar, due.due_on, today=today)
        if near is None:
            return
        key = f"due:{application_id}:{due.due_on}:{near}"
        facts: dict[str, Fact] = {"due_on": due.due_on, "count": due.items}
        await tell_filer(tx, application, CLIENT_DUE, key=key, at=now, facts=facts)
        if due.in_line:
            facts |= {"kept": "排队位置和额度", "kept_en": "your place and the money are"}
        jobs = await tell_members(tx, application_id, DUE_SOON, key=key, at=now, facts=facts)
        await enqueue(tx, *jobs)
