"""The authority answers an objection; one that is upheld overturns its entry at once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID

from models.rules.workdays import Calendar
from models.tables.notices import Notice, NoticeEntry, Objection
from server.audiences import Role
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.identity.conflicts import ConflictOfInterest, refuse_own_matters
from server.features.messages.events.of_notices import OBJECTION_DISMISSED, OBJECTION_UPHELD
from server.features.messages.tell_person import tell_person
from server.features.notices import schemas
from server.features.notices.access import hold_notice, notice_of_objection
from server.features.notices.deciding import authority_of, decide_by_notice, find_case
from server.features.quota.ranking import ApplyPort, RankedMarks
from server.features.reviews.refusals import AlreadyDecided
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, transaction

_TOLD: Final[Mapping[str, str]] = MappingProxyType(
    {"upheld": OBJECTION_UPHELD, "dismissed": OBJECTION_DISMISSED}
)


async def answer_objection(
    objection_id: UUID,
    given: schemas.Answer,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    quota: ApplyPort,
    marks: RankedMarks,
) -> None:
    """Without an entry an upheld objection is noted only: the authority acts by its own means.

    Run it in a task that the application owns. Raises NotFound, ConflictOfInterest, AlreadyDecided.
    """
    notice_id = await notice_of_objection(objection_id, by)
    outcome: Outcome | None = None
    async with transaction() as tx:
        notice = await hold_notice(tx, notice_id)
        raised = await Objection.get(id=objection_id, using_db=tx.connection)
        await _refuse_conflict(tx, raised, by)
        tx.created(objection_id, status=200)
        if raised.state != "open":
            raise AlreadyDecided()
        raised.state, raised.answer = given.verdict, given.answer
        raised.answered_by_id, raised.answered_at = by.user_id, clock.now()
        await raised.save(using_db=tx.connection)
        if given.verdict == "upheld" and raised.entry_id is not None:
            outcome = await _overturn(tx, raised, by=by, clock=clock, calendar=calendar)
        await _record(tx, raised, overturned=outcome is not None)
        await _tell(tx, notice, raised)
    if outcome is not None:
        await outcome.rank(quota=quota, marks=marks)


async def _refuse_conflict(tx: Tx, raised: Objection, by: Identity) -> None:
    """Neither who objected nor anybody of a firm that it is about."""
    if raised.raised_by_id == by.user_id:
        raise ConflictOfInterest()
    entries = NoticeEntry.filter(notice_id=raised.notice_id)
    if raised.entry_id is not None:
        entries = entries.filter(id=raised.entry_id)
    about = await entries.using_db(tx.connection).values_list("application_id", flat=True)
    await refuse_own_matters(tx, list(about), by)  # type: ignore[arg-type]  # flat ids


async def _overturn(
    tx: Tx, raised: Objection, *, by: Identity, clock: Clock, calendar: Calendar
) -> Outcome | None:
    """Reject the application with the answer as the reason; it may appeal.

    None where it has left the notice by itself, or another objection was faster.
    """
    entry = await NoticeEntry.get(id=raised.entry_id, using_db=tx.connection)
    acting_for = await authority_of(tx, raised.notice_id)
    now = clock.now()
    case = await find_case(tx, entry.application_id, by=by, acting_for=acting_for, now=now)
    if case is None or not entry.live:
        return None
    entry.state, entry.live = "overturned", False
    await entry.save(using_db=tx.connection, update_fields=["state", "live"])
    given = Decision(verdict="reject", comment=raised.answer)
    detail = {"notice": str(raised.notice_id), "objection": str(raised.id)}
    return await decide_by_notice(tx, case, given, detail, calendar=calendar)


async def _record(tx: Tx, raised: Objection, *, overturned: bool) -> None:
    detail = {"objection": str(raised.id), "overturned": overturned}
    line = AuditLine(
        "notice",
        raised.notice_id,
        raised.answered_at,  # type: ignore[arg-type]  # just answered
        raised.answered_by_id,
        Role.AUTHORITY,
        f"objection.{raised.state}",
        detail,
        raised.answer,
    )
    await write_audit(tx, line)


async def _tell(tx: Tx, notice: Notice, raised: Objection) -> None:
    await tell_person(
        tx,
        raised.raised_by_id,
        _TOLD[raised.state],
        key=f"objection:{raised.id}",
        at=raised.answered_at,  # type: ignore[arg-type]  # just answered
        facts={"notice": notice.title, "answer": raised.answer or ""},
    )
