"""Reminds firms of drafts whose window closes: three working days before, and on the last one."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from models.rules.reminding import deadline_near
from models.rules.workdays import Calendar
from server.clock import SHANGHAI, Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.messages.events.of_progress import CLOSING_SOON
from server.features.messages.tell import tell_members
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import enqueue

_AHEAD: Final = timedelta(days=15)
# Whoever began today knows the day: it stands on the page where they began.
_OPEN: Final = """
SELECT a.id, d.closes_at FROM applications a JOIN editions d ON d.code = a.edition_id
 WHERE a.status = 'draft' AND a.filed_by <> 'platform' AND a.enterprise_id IS NOT NULL
   AND d.closed_at IS NULL AND d.opens_at <= $2 AND d.closes_at BETWEEN $2 AND $3
   AND a.created_at < $4 AND a.id > $1 ORDER BY a.id LIMIT 500
"""
_STILL: Final = """
SELECT a.id, d.closes_at FROM applications a JOIN editions d ON d.code = a.edition_id
 WHERE a.id = $1 AND a.status = 'draft' AND d.closed_at IS NULL FOR SHARE
"""
_FIRST: Final = UUID(int=0)


class _Draft(msgspec.Struct, frozen=True):
    """A draft and when the window closes in which it may be handed in."""

    id: UUID
    closes_at: datetime


async def remind_drafts(*, clock: Clock, calendar: Calendar) -> None:
    """One round over all such drafts; each reminder once a person. Raises StoreUnavailable."""
    now = clock.now()
    midnight = now.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)

    async def remind(draft: _Draft) -> None:
        closes_on = draft.closes_at.astimezone(SHANGHAI).date()
        near = deadline_near(calendar, closes_on, today=clock.today())
        if near is not None:
            await _remind(draft.id, near, clock.now())

    after = _FIRST
    while drafts := await list_rows(_Draft, _OPEN, after, now, now + _AHEAD, midnight, tx=None):
        await one_by_one(drafts, remind)
        after = drafts[-1].id


async def _remind(application_id: UUID, near: str, now: datetime) -> None:
    async with transaction() as tx:
        draft = await find_row(_Draft, _STILL, application_id, tx=tx)
        if draft is None:
            return
        jobs = await tell_members(
            tx,
            application_id,
            CLOSING_SOON,
            key=f"closing:{application_id}:{draft.closes_at.date()}:{near}",
            at=now,
            facts={"closes_at": draft.closes_at},
        )
        await enqueue(tx, *jobs)
