"""The last day of a public notice, by the calendar as it is known now."""

from models.rules.reasons import Text
from models.rules.wording import day_in_words
from models.rules.workdays import Calendar, DueDay, add_workdays
from models.tables.notices import Notice
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.notices import fix_last_day


def due_of(notice: Notice, calendar: Calendar) -> DueDay:
    """The stored day once it is firm; else as the calendar has it now (《民法典》第二百零一条)."""
    if not notice.provisional:
        return DueDay(notice.ends_on, provisional=False)
    return add_workdays(calendar, notice.starts_on, notice.workdays)


def provisional_note(due: DueDay) -> Text | None:
    """What people read beside a day that may still move; None for one that is firm."""
    if not due.provisional:
        return None
    return Text(
        f"截止日暂定为{day_in_words(due.on)}：所涉年份的放假安排尚未公布，公布后再确定；确定前不会结束公示",
        f"The last day, {due.on}, is provisional: the holidays of a year on the way are not published"
        " yet. Nothing closes before it is certain",
    )


async def fix_end(tx: Tx, notice: Notice, calendar: Calendar, *, audit: AuditEntry) -> bool:
    """Store a last day that has become certain; whether it has. The caller holds the row.

    `audit` is written with the day. A firm day never moves again: people were told it.
    """
    if not notice.provisional:
        return False
    due = due_of(notice, calendar)
    if due.provisional:
        return False
    await fix_last_day(tx, notice, due.on)
    audit.detail["ends_on"] = due.on.isoformat()
    await write_audit(tx, audit)
    return True
