"""Reminds firms to confirm what their platforms filed, and ends what they never confirmed."""

from collections import Counter
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.reminding import Reminder, reminder_due
from models.rules.workdays import Calendar
from models.tables.applications import Application
from models.tables.platforms import Platform
from server.clock import SHANGHAI, Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.applications.confirm import awaits_confirmation
from server.features.applications.confirm_by import confirm_by
from server.features.applications.tell_filer import tell_filer
from server.features.messages.events.of_filings import TO_CONFIRM, UNCONFIRMED
from server.features.messages.events.of_platforms import CLIENT_SILENT, CLIENTS_TO_INVITE
from server.features.messages.tell import tell_members, tell_platform
from server.features.programmes.published import definition_of
from server.features.quota.ranking import Ranker
from server.features.reviews.case import hold_application
from server.features.verdicts.lapse import end_as_lapsed
from storage.postgres.applications import write_values
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.jobs.enqueue import enqueue

_OPEN: Final = ("in_review", "returned", "approved")

# The period counts anew where an appeal put the application back. `met`: somebody of the firm may
# see it (`SHOWN_TO_MEMBERS`).
_WAITING = """
SELECT a.id, a.rule_version_id, a.platform_id, a.confirm_by,
       coalesce((SELECT max(l.at) FROM audit l WHERE l.subject_kind = 'application'
                    AND l.subject_id = a.id AND l.event = 'appeal.upheld'), a.submitted_at) AS since,
       EXISTS (SELECT 1 FROM enterprises f
                 JOIN enterprise_members m ON m.enterprise_id = f.id AND m.left_at IS NULL
                WHERE f.id = a.enterprise_id AND f.state = 'verified') AS met
  FROM applications a
 WHERE a.filed_by = 'platform' AND a.confirmed_at IS NULL AND a.status = ANY($1)
   AND a.submitted_at IS NOT NULL AND a.id > $2
 ORDER BY a.id LIMIT 500
"""
_FIRST = UUID(int=0)


class _Waiting(msgspec.Struct, frozen=True):
    """What a platform filed, since when the firm has to say yes, and whether it has come to see it."""

    id: UUID
    rule_version_id: UUID
    platform_id: UUID | None
    confirm_by: date | None
    since: datetime
    met: bool


class _Due(msgspec.Struct, frozen=True):
    """The last day, None while a decree may still move it, and the reminder that is due by now."""

    on: date | None
    reminder: Reminder


_Unmet = Counter[tuple[UUID, date, Reminder]]
"""Applications whose firms nobody has come for, by platform, last day and reminder."""


async def await_confirmations(*, clock: Clock, calendar: Calendar, ranker: Ranker) -> None:
    """One round over all that is unconfirmed. Raises StoreUnavailable."""
    unmet = _Unmet()

    async def look(waiting: _Waiting) -> None:
        definition = await definition_of(waiting.rule_version_id)
        if not definition.edition.sme_confirms:
            return
        since_on, workdays = _day(waiting.since), definition.edition.confirm_workdays
        reminder = reminder_due(calendar, since_on, workdays, today=clock.today())
        due = _Due(confirm_by(definition, calendar, waiting.since), reminder)
        lasts = due.on is None or clock.today() <= due.on
        if waiting.met or not lasts or waiting.confirm_by != due.on:
            await _act(waiting.id, due, clock=clock, ranker=ranker)
        if lasts and not waiting.met and waiting.platform_id is not None and due.on is not None:
            unmet[waiting.platform_id, due.on, reminder] += 1

    try:
        await one_by_one(await _all_waiting(), look)
    finally:
        await _tell_to_invite(unmet, clock.now())


async def _all_waiting() -> list[_Waiting]:
    found: list[_Waiting] = []
    after = _FIRST
    while page := await list_rows(_Waiting, _WAITING, list(_OPEN), after, tx=None):
        found += page
        after = page[-1].id
    return found


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


async def _act(application_id: UUID, due: _Due, *, clock: Clock, ranker: Ranker) -> None:
    now, today = clock.now(), clock.today()
    async with transaction() as tx:
        application = await hold_application(tx, application_id)
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        # Between the list and the lock the firm may have answered, or its case have ended.
        if application.status not in _OPEN or not awaits_confirmation(application, definition):
            return
        if application.confirm_by != due.on:
            application.confirm_by = due.on
            await write_values(tx, application, ["confirm_by"])
        if due.on is None or today <= due.on:
            await _remind(tx, application, due, now)
            return
        freed = await end_as_lapsed(tx, application, UNCONFIRMED, due.on, now=now)
        key = f"unconfirmed:{application.id}:{due.on}"
        facts = {"due_on": due.on}
        await tell_filer(tx, application, CLIENT_SILENT, key=key, at=now, facts=facts)
    if freed is not None:
        await ranker.rank(*freed)


async def _remind(tx: Tx, application: Application, due: _Due, now: datetime) -> None:
    """Each reminder once, also to who joins the firm later."""
    platform = await Platform.get_or_none(id=application.platform_id, using_db=tx.connection)
    jobs = await tell_members(
        tx,
        application.id,
        TO_CONFIRM,
        key=f"to_confirm:{application.id}:{due.on}:{due.reminder}",
        at=now,
        facts=({"due_on": due.on} if due.on else {})
        | ({"platform": platform.name} if platform else {}),
    )
    await enqueue(tx, *jobs)


async def _tell_to_invite(unmet: _Unmet, now: datetime) -> None:
    """One entry for all of a platform's clients of a day: it handed them in together.

    Not at once: it has just filed them and is about to invite them.
    """
    for (platform_id, due_on, reminder), count in unmet.items():
        if reminder == "first":
            continue
        async with transaction() as tx:
            await tell_platform(
                tx,
                platform_id,
                CLIENTS_TO_INVITE,
                key=f"to_invite:{platform_id}:{due_on}:{reminder}",
                at=now,
                facts={"applications": count, "due_on": due_on},
            )
