"""Anybody with a phone login objects to a public notice, or to one of its entries."""

from typing import Final
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.rules.workdays import Calendar
from models.tables.ids import new_id
from models.tables.notices import Notice, NoticeEntry, Objection
from models.tables.people import User
from server.clock import Clock
from server.errors import Invalid
from server.features.content.hold import hold
from server.features.content.judge import judge_texts
from server.features.notices.access import hold_notice
from server.features.notices.due import due_of
from server.features.notices.refusals import NoticeClosed, PhoneNeeded, TooManyObjections
from server.features.notices.schemas import NewObjection
from server.features.notices.tell_objected import tell_objected
from server.ports import Ports
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.objections import save_objection

MOST: Final = 3
"""Objections of one person to one notice."""

_ENTRY = Text(
    "有异议的条目不在这次公示里，请打开公示重新选择",
    "This notice has no such entry; choose it again",
)


async def raise_objection(
    notice_id: UUID, given: NewObjection, *, user_id: UUID, ports: Ports
) -> UUID:
    """The objection's id. Raises NotFound, PhoneNeeded, Invalid, NoticeClosed, TooManyObjections.

    The notice's row is locked: it cannot close meanwhile, and a person's objections are counted.
    Words that are doubtful cost nobody the objection: it is raised in time, and they are covered.
    """
    clock, calendar = ports.clock, ports.calendar
    judged = await judge_texts({"reason": given.reason}, writer_id=user_id, ports=ports)
    async with transaction() as tx:
        notice = await hold_notice(tx, notice_id)
        await _require_phone(tx, user_id)
        await _require_entry(tx, notice, given.entry)
        if notice.state == "closed" or _is_over(notice, clock=clock, calendar=calendar):
            raise NoticeClosed()
        mine = Objection.filter(notice_id=notice_id, raised_by_id=user_id)
        if await mine.using_db(tx.connection).count() >= MOST:
            raise TooManyObjections()
        objection = Objection(
            id=new_id(),
            notice_id=notice_id,
            entry_id=given.entry,
            raised_by_id=user_id,
            reason=given.reason,
            raised_at=clock.now(),
        )
        await save_objection(tx, objection)
        await _record(tx, objection)
        held = await hold(
            tx,
            judged,
            kind="objection",
            subject_id=objection.id,
            edition_id=notice.edition_id,
            writer_id=user_id,
            at=objection.raised_at,
        )
        await tell_objected(tx, notice, objection, held=held)
        tx.created(objection.id)
    return objection.id


def _is_over(notice: Notice, *, clock: Clock, calendar: Calendar) -> bool:
    """After the end of its last day in China; a provisional day is no end."""
    due = due_of(notice, calendar)
    return not due.provisional and clock.today() > due.on


async def _require_phone(tx: Tx, user_id: UUID) -> None:
    user = await User.get_or_none(id=user_id, using_db=tx.connection)
    if user is None or user.openid_index is None or not (user.phone_masked or user.contact_masked):
        raise PhoneNeeded()


async def _require_entry(tx: Tx, notice: Notice, entry_id: UUID | None) -> None:
    if entry_id is None:
        return
    entries = NoticeEntry.filter(id=entry_id, notice_id=notice.id)
    if not await entries.using_db(tx.connection).exists():
        raise Invalid(errors=[Reason("entry", "unknown", _ENTRY)])


async def _record(tx: Tx, objection: Objection) -> None:
    detail = {
        "objection": str(objection.id),
        "entry": None if objection.entry_id is None else str(objection.entry_id),
    }
    line = AuditEntry(
        "notice",
        objection.notice_id,
        objection.raised_at,
        objection.raised_by_id,
        "public",
        "objection.raised",
        detail,
        objection.reason,
    )
    await write_audit(tx, line)
