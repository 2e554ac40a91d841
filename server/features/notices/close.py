"""Closes a notice whose days are over: applications still in it go one step further."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from models.rules.workdays import Calendar
from models.tables.notices import Notice, NoticeEntry, Objection
from server.clock import SHANGHAI, Clock
from server.edge.web.auth import Identity
from server.features.identity.conflicts import refuse_own_matters
from server.features.notices.access import hold_notice
from server.features.notices.deciding import authority_of, decide_by_notice, find_case
from server.features.notices.due import fix_end
from server.features.notices.refusals import NoticeProvisional, NoticeRunning, ObjectionsOpen
from server.features.quota.ranking import Ranker
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.money.lock import hold_applications
from storage.postgres.notices import end_entry, mark_closed

TOGETHER: Final = 200
"""Entries of one transaction. A larger notice closes in several, and goes on where it stopped."""

# Nobody in particular: the days are over. Rows and audit lines name no person then.
_BY_ITSELF: Final = Identity(cast(UUID, None), "", frozenset())
_PASSED: Final = "公示期满，无成立的异议"


@dataclass(frozen=True, slots=True)
class _Act:
    """Who closes, for which body, when."""

    by: Identity
    acting_for: UUID
    now: datetime


async def close_notice(
    notice_id: UUID,
    *,
    by: Identity | None,
    clock: Clock,
    calendar: Calendar,
    ranker: Ranker,
) -> None:
    """Nothing happens if it is closed. `by` None: the worker, once its days are over.

    Between two transactions the notice is still open, but its days are over: nobody can object any
    more, so nothing stops the rest. Run it in a task that the application owns.
    Raises NotFound, ConflictOfInterest, NoticeProvisional, NoticeRunning, ObjectionsOpen.
    """
    closed = False
    while not closed:
        outcomes: list[Outcome] = []
        async with transaction() as tx:
            notice = await hold_notice(tx, notice_id)
            tx.created(notice_id, status=200)
            closed = notice.state == "closed"
            if not closed:
                await _require_over(tx, notice, by=by, now=clock.now(), calendar=calendar)
                entries = await _next_entries(tx, notice, by)
                act = _Act(by or _BY_ITSELF, await authority_of(tx, notice_id), clock.now())
                for entry in entries:
                    outcomes += await _end(tx, entry, act, calendar)
                closed = len(entries) < TOGETHER
                if closed:
                    await _close(tx, notice, by=by, now=clock.now())
        for outcome in outcomes:
            await outcome.rank(ranker=ranker)


async def _require_over(
    tx: Tx, notice: Notice, *, by: Identity | None, now: datetime, calendar: Calendar
) -> None:
    await fix_end(tx, notice, calendar, audit=_line(notice, "notice.end_fixed", by, now))
    if notice.provisional:
        raise NoticeProvisional()
    if now.astimezone(SHANGHAI).date() <= notice.ends_on:
        raise NoticeRunning()
    unanswered = Objection.filter(notice_id=notice.id, state="open")
    if await unanswered.using_db(tx.connection).exists():
        raise ObjectionsOpen()


async def _next_entries(tx: Tx, notice: Notice, by: Identity | None) -> list[NoticeEntry]:
    """The next live entries by number, their applications locked in order of id."""
    live = NoticeEntry.filter(notice_id=notice.id, live=True).using_db(tx.connection)
    entries = await live.order_by("number").limit(TOGETHER)
    application_ids = [entry.application_id for entry in entries]
    if by is not None:
        await refuse_own_matters(tx, application_ids, by)
    await hold_applications(tx, application_ids)
    return entries


async def _end(tx: Tx, entry: NoticeEntry, act: _Act, calendar: Calendar) -> list[Outcome]:
    """Its application passes the step; one that was withdrawn meanwhile is shown so for good."""
    case = await find_case(
        tx, entry.application_id, by=act.by, acting_for=act.acting_for, now=act.now
    )
    await end_entry(tx, entry, "withdrawn" if case is None else "passed")
    if case is None:
        return []
    given = Decision(verdict="pass", comment=_PASSED)
    detail = {"notice": str(entry.notice_id)}
    return [await decide_by_notice(tx, case, given, detail, calendar=calendar)]


async def _close(tx: Tx, notice: Notice, *, by: Identity | None, now: datetime) -> None:
    await mark_closed(tx, notice, by=None if by is None else by.user_id, at=now)
    await write_audit(tx, _line(notice, "notice.closed", by, now))


def _line(notice: Notice, event: str, by: Identity | None, now: datetime) -> AuditEntry:
    actor, role = (None, "system") if by is None else (by.user_id, str(Role.AUTHORITY))
    return AuditEntry("notice", notice.id, now, actor, role, event, {})
