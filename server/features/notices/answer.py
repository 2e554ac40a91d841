"""The authority answers an objection; one that is upheld overturns its entry at once."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from models.rules.workdays import Calendar
from models.tables.notices import Notice, NoticeEntry, Objection
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.messages.events.of_notices import (
    ENTRY_KEPT,
    OBJECTION_DISMISSED,
    OBJECTION_UPHELD,
)
from server.features.messages.tell import tell_members, tell_person
from server.features.notices import schemas
from server.features.notices.access import (
    hold_notice,
    notice_of_objection,
    refuse_own_objection,
)
from server.features.notices.deciding import authority_of, decide_by_notice, find_case
from server.features.quota.ranking import Ranker
from server.features.reviews.refusals import AlreadyDecided
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Decision
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.notices import end_entry
from storage.postgres.objections import save_answer

_TOLD: Final[Mapping[str, str]] = MappingProxyType(
    {"upheld": OBJECTION_UPHELD, "dismissed": OBJECTION_DISMISSED}
)


async def answer_objection(
    objection_id: UUID,
    given: schemas.ObjectionAnswer,
    *,
    by: Identity,
    clock: Clock,
    calendar: Calendar,
    ranker: Ranker,
) -> None:
    """Without an entry an upheld objection is noted only: the authority acts by its own means.

    Run it in a task that the application owns. Raises NotFound, ConflictOfInterest, AlreadyDecided.
    """
    notice_id = await notice_of_objection(objection_id, by)
    now = clock.now()
    outcome: Outcome | None = None
    async with transaction() as tx:
        notice = await hold_notice(tx, notice_id)
        objection = await Objection.get(id=objection_id, using_db=tx.connection)
        await refuse_own_objection(tx, objection, by)
        tx.created(objection_id, status=200)
        if objection.state != "open":
            raise AlreadyDecided()
        await save_answer(tx, objection, given.verdict, given.answer, by=by.user_id, at=now)
        if given.verdict == "upheld" and objection.entry_id is not None:
            outcome = await _overturn(tx, objection, given.cite, by=by, now=now, calendar=calendar)
        await _record(tx, objection, given, by=by, now=now, overturned=outcome is not None)
        await _tell(tx, notice, objection, given, now)
    if outcome is not None:
        await outcome.rank(ranker=ranker)


async def _overturn(
    tx: Tx,
    objection: Objection,
    cite: str | None,
    *,
    by: Identity,
    now: datetime,
    calendar: Calendar,
) -> Outcome | None:
    """Reject the application with the answer as the reason; it may appeal.

    None where it was withdrawn meanwhile, or another objection has overturned it already.
    """
    entry = await NoticeEntry.get(id=objection.entry_id, using_db=tx.connection)
    acting_for = await authority_of(tx, objection.notice_id)
    case = await find_case(tx, entry.application_id, by=by, acting_for=acting_for, now=now)
    if case is None or not entry.live:
        return None
    await end_entry(tx, entry, "overturned")
    given = Decision(verdict="reject", comment=objection.answer, cite=cite)
    detail = {"notice": str(objection.notice_id), "objection": str(objection.id)}
    return await decide_by_notice(tx, case, given, detail, calendar=calendar)


async def _record(
    tx: Tx,
    objection: Objection,
    given: schemas.ObjectionAnswer,
    *,
    by: Identity,
    now: datetime,
    overturned: bool,
) -> None:
    line = AuditEntry(
        "notice",
        objection.notice_id,
        now,
        by.user_id,
        Role.AUTHORITY,
        f"objection.{given.verdict}",
        {"objection": str(objection.id), "overturned": overturned},
        given.answer,
    )
    await write_audit(tx, line)


async def _tell(
    tx: Tx, notice: Notice, objection: Objection, given: schemas.ObjectionAnswer, now: datetime
) -> None:
    await tell_person(
        tx,
        objection.raised_by_id,
        _TOLD[given.verdict],
        key=f"objection:{objection.id}",
        at=now,
        facts={"notice": notice.title, "answer": given.answer},
    )
    if given.verdict == "dismissed" and objection.entry_id is not None:
        await _tell_kept(tx, notice, objection, objection.entry_id, now)


async def _tell_kept(
    tx: Tx, notice: Notice, objection: Objection, entry_id: UUID, now: datetime
) -> None:
    """The other side: an upheld objection ends in a rejection, which is told as one."""
    entry = await NoticeEntry.get(id=entry_id, using_db=tx.connection)
    if entry.live:
        key = f"objection:{objection.id}"
        facts = {"notice": notice.title}
        await tell_members(tx, entry.application_id, ENTRY_KEPT, key=key, at=now, facts=facts)
