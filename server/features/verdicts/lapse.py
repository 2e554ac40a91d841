"""Ends returned applications whose day for the correction has passed; the worker runs it."""

import logging
from datetime import date, datetime
from uuid import UUID

from models.rules.lifecycle import next_status
from models.rules.line.ranking import RankedClaim
from models.rules.workdays import Calendar
from models.tables.applications import Application
from models.tables.reviews import Correction
from server.clock import SHANGHAI, Clock
from server.features.applications.tell_filer import tell_filer
from server.features.messages.events.of_applications import LAPSED
from server.features.messages.events.of_platforms import CLIENT_LAPSED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_members
from server.features.programmes.published import find_edition
from server.features.quota.ranking import Ranker
from server.features.reviews.case import hold_application
from server.features.verdicts.next_step import STEP
from server.features.verdicts.returning import due_day
from storage.errors import StoreUnavailable
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.jobs.enqueue import enqueue
from storage.postgres.money.ending import end_claim
from storage.postgres.money.lock import next_in_turn
from storage.postgres.reviews import fix_due_day

_LOG = logging.getLogger(__name__)

# Nothing lapses while one due day is not known for certain.
_OVERDUE = """
SELECT a.id FROM applications a JOIN corrections k ON k.application_id = a.id
 WHERE a.status = 'returned' AND k.resolved_at IS NULL
 GROUP BY a.id HAVING bool_and(coalesce(k.due_on < $1, false))
 ORDER BY a.id LIMIT 500
"""
_DUE = "SELECT max(due_on) FROM corrections WHERE application_id = $1 AND resolved_at IS NULL"


async def lapse_overdue(*, clock: Clock, calendar: Calendar, ranker: Ranker) -> int:
    """How many lapsed. Raises StoreUnavailable; whatever was done until then stays done."""
    await _fix_due_days(calendar)
    today = clock.now().astimezone(SHANGHAI).date()
    lapsed = 0
    for application_id in await list_ids(_OVERDUE, today, tx=None):
        try:
            lapsed += await _lapse(application_id, today, clock=clock, ranker=ranker)
        except StoreUnavailable:
            raise
        # One that cannot lapse must not hold up those after it; operators see it in the log.
        except Exception:  # noqa: BLE001
            _LOG.exception("application %s cannot lapse", application_id)
    return lapsed


async def _fix_due_days(calendar: Calendar) -> None:
    """Provisional days become certain once the calendar of their year is published."""
    with postgres_errors():
        for correction in await Correction.filter(resolved_at=None, due_on=None).limit(500):
            due_on = due_day(calendar, correction.from_on, correction.workdays)
            if due_on is not None:
                await fix_due_day(correction, due_on)


async def _lapse(application_id: UUID, today: date, *, clock: Clock, ranker: Ranker) -> bool:
    now = clock.now()
    async with transaction() as tx:
        application = await hold_application(tx, application_id)
        # Between the list and the lock the firm may have handed in again.
        if not await _is_overdue(tx, application_id, today):
            return False
        due_on = await tx.raw.fetchval(_DUE, application_id)
        freed = await end_as_lapsed(tx, application, LAPSED, due_on, now=now)
        key = f"lapsed:{application_id}:{application.version}"
        facts = {"due_on": due_on}
        await tell_filer(tx, application, CLIENT_LAPSED, key=key, at=now, facts=facts)
    if freed is not None:
        await ranker.rank(*freed)
    return True


async def end_as_lapsed(
    tx: Tx, application: Application, event: str, due_on: date | None, *, now: datetime
) -> tuple[UUID, RankedClaim] | None:
    """What its claim set free, to be ranked after the commit; `event` is what its people are told."""
    status = next_status(application.status, "lapse")  # type: ignore[arg-type]  # a column
    application.status = status or application.status
    application.stage, application.ended_at = None, now
    await write_change(tx, application, STEP, at=now)
    freed = await end_claim(tx, application.id, at=now, actor_id=None)
    await write_audit(tx, AuditEntry("application", application.id, now, None, "system", "lapsed"))
    jobs = await tell_members(
        tx,
        application.id,
        event,
        key=f"lapsed:{application.id}:{application.version}",
        at=now,
        facts=await _facts(tx, application, due_on, in_line=freed is not None, now=now),
    )
    await enqueue(tx, *jobs, *([next_in_turn(freed[0])] if freed else []))
    return freed


async def _facts(
    tx: Tx, application: Application, due_on: date | None, *, in_line: bool, now: datetime
) -> dict[str, Fact]:
    """What is gone, and until when one may apply again, if one still may."""
    facts: dict[str, Fact] = {} if due_on is None else {"due_on": due_on}
    if in_line:
        facts |= {"lost": "排队位置和额度", "lost_en": "Its place and its money are"}
    edition = await find_edition(application.edition_id, using=tx.connection)
    if edition is not None and edition.window.is_open(now):
        facts["closes_on"] = edition.window.closes_at.astimezone(SHANGHAI).date()
    return facts


async def _is_overdue(tx: Tx, application_id: UUID, today: date) -> bool:
    found = await tx.raw.fetchval(
        """
        SELECT a.status = 'returned' AND (
            SELECT bool_and(coalesce(k.due_on < $2, false)) FROM corrections k
             WHERE k.application_id = a.id AND k.resolved_at IS NULL)
          FROM applications a WHERE a.id = $1
        """,
        application_id,
        today,
    )
    return bool(found)
