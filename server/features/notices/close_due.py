"""Notices whose days are over close by themselves; run now and again by the worker."""

from contextlib import suppress
from typing import Final
from uuid import UUID

from models.rules.workdays import Calendar
from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.notices.access import hold_notice
from server.features.notices.close import close_notice
from server.features.notices.due import fix_end
from server.features.notices.refusals import NoticeRunning, ObjectionsOpen
from server.features.quota.ranking import Ranker
from storage.postgres.core.audit import AuditEntry
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import transaction

_PROVISIONAL: Final = "SELECT id FROM notices WHERE state = 'open' AND provisional ORDER BY id"
_OVER: Final = """
SELECT n.id FROM notices n
 WHERE n.state = 'open' AND NOT n.provisional AND n.ends_on < $1
   AND NOT EXISTS (SELECT 1 FROM objections o WHERE o.notice_id = n.id AND o.state = 'open')
 ORDER BY n.id
"""


async def close_due_notices(*, clock: Clock, calendar: Calendar, ranker: Ranker) -> list[UUID]:
    """Ids of those that closed now. Raises StoreUnavailable.

    First fixes the last days of provisional notices whose holidays have been published.
    """
    closed: list[UUID] = []

    async def fix(notice_id: UUID) -> None:
        await _fix(notice_id, clock=clock, calendar=calendar)

    async def close(notice_id: UUID) -> None:
        # An objection that is raised or found again in between is answered first.
        with suppress(NoticeRunning, ObjectionsOpen):
            await close_notice(notice_id, by=None, clock=clock, calendar=calendar, ranker=ranker)
            closed.append(notice_id)

    await one_by_one(await list_ids(_PROVISIONAL, tx=None), fix)
    await one_by_one(await list_ids(_OVER, clock.today(), tx=None), close)
    return closed


async def _fix(notice_id: UUID, *, clock: Clock, calendar: Calendar) -> None:
    async with transaction() as tx:
        notice = await hold_notice(tx, notice_id)
        event = "notice.end_fixed"
        line = AuditEntry("notice", notice_id, clock.now(), None, "system", event, {})
        await fix_end(tx, notice, calendar, audit=line)
