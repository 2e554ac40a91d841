"""Reminds firms to confirm what their platforms filed, and ends what they never confirmed."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from models.rules.workdays import Calendar, DueDay, add_workdays
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from models.tables.platforms import Platform
from server.clock import SHANGHAI, Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.messages.events.of_filings import TO_CONFIRM, UNCONFIRMED
from server.features.messages.events.of_platforms import CLIENT_SILENT
from server.features.messages.tell import tell_members, tell_platform
from server.features.programmes.published import definition_of
from server.features.quota.ranking import Ranker
from server.features.reviews.case import hold_application
from server.features.verdicts.become_payable import awaits_confirmation
from server.features.verdicts.lapse import end_as_lapsed
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction

_OPEN = ("in_review", "returned", "approved")
_LAST_DAYS = 3
"""Before the due day the firm is reminded once more."""

# The period counts anew where an appeal put the application back.
_WAITING = """
SELECT a.id, a.rule_version_id,
       coalesce((SELECT max(l.at) FROM audit l WHERE l.subject_kind = 'application'
                    AND l.subject_id = a.id AND l.event = 'appeal.upheld'), a.submitted_at) AS since
  FROM applications a
 WHERE a.filed_by = 'platform' AND a.confirmed_at IS NULL AND a.status = ANY($1)
   AND a.submitted_at IS NOT NULL AND a.id > $2
 ORDER BY a.id LIMIT 500
"""
_FIRST = UUID(int=0)


class _Waiting(msgspec.Struct, frozen=True):
    """What a platform filed, and since when the firm has to say yes."""

    id: UUID
    rule_version_id: UUID
    since: datetime


async def await_confirmations(*, clock: Clock, calendar: Calendar, ranker: Ranker) -> None:
    """One round over all that is unconfirmed. Raises StoreUnavailable."""
    after = _FIRST

    async def look(waiting: _Waiting) -> None:
        edition = (await definition_of(waiting.rule_version_id)).edition
        since = waiting.since.astimezone(SHANGHAI).date()
        due = add_workdays(calendar, since, edition.confirm_workdays)
        if edition.sme_confirms:
            await _act(waiting.id, due, clock=clock, ranker=ranker)

    while found := await list_rows(_Waiting, _WAITING, list(_OPEN), after, tx=None):
        await one_by_one(found, look)
        after = found[-1].id


async def _act(application_id: UUID, due: DueDay, *, clock: Clock, ranker: Ranker) -> None:
    now, today = clock.now(), clock.today()
    freed = None
    async with transaction() as tx:
        application = await hold_application(tx, application_id)
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        # Between the list and the lock the firm may have answered, or its case have ended.
        if application.status not in _OPEN or not awaits_confirmation(application, definition):
            return
        if today <= due.on:
            await _remind(tx, application, due.on, today, now)
        elif not due.provisional:
            freed = await end_as_lapsed(tx, application, UNCONFIRMED, due.on, now=now)
            await _tell_platform(tx, application, due.on, now)
    if freed is not None:
        await ranker.rank(*freed)


async def _remind(
    tx: Tx, application: Application, due_on: date, today: date, now: datetime
) -> None:
    """At first, also who joins the firm later; and once more when it becomes urgent."""
    platform = await Platform.get_or_none(id=application.platform_id, using_db=tx.connection)
    urgent = (due_on - today).days <= _LAST_DAYS
    await tell_members(
        tx,
        application.id,
        TO_CONFIRM,
        key=f"to_confirm:{application.id}:{due_on}{':urgent' if urgent else ''}",
        at=now,
        facts={"due_on": due_on} | ({"platform": platform.name} if platform else {}),
    )


async def _tell_platform(tx: Tx, application: Application, due_on: date, now: datetime) -> None:
    firm = await Enterprise.get_or_none(id=application.enterprise_id, using_db=tx.connection)
    if application.platform_id is None or firm is None:
        return
    await tell_platform(
        tx,
        application.platform_id,
        CLIENT_SILENT,
        key=f"unconfirmed:{application.id}:{due_on}",
        at=now,
        facts={
            "enterprise": firm.name,
            "application_no": application.number,
            "due_on": due_on,
        },
    )
