"""Writes of public notices and their entries: published, last day fixed, entries ended, closed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from models.tables.notices import Notice, NoticeEntry
from storage.postgres.core.transaction import Tx


async def save_notice(tx: Tx, notice: Notice, entries: Sequence[NoticeEntry]) -> None:
    """A new notice; the unique index on live entries refuses an application that is in another."""
    await notice.save(using_db=tx.connection, force_create=True)
    await NoticeEntry.bulk_create(entries, batch_size=500, using_db=tx.connection)


async def fix_last_day(tx: Tx, notice: Notice, ends_on: date) -> None:
    """The last day is certain now. The caller holds the notice's row, here as below."""
    notice.ends_on, notice.provisional = ends_on, False
    await notice.save(using_db=tx.connection, update_fields=["ends_on", "provisional"])


async def end_entry(
    tx: Tx, entry: NoticeEntry, state: Literal["passed", "overturned", "withdrawn"]
) -> None:
    """Its application can be published by another notice."""
    entry.state, entry.live = state, False
    await entry.save(using_db=tx.connection, update_fields=["state", "live"])


async def mark_closed(tx: Tx, notice: Notice, *, by: UUID | None, at: datetime) -> None:
    """Closed; `by` is null where the worker closes it."""
    notice.state, notice.closed_at, notice.closed_by_id = "closed", at, by
    await notice.save(using_db=tx.connection, update_fields=["state", "closed_at", "closed_by_id"])
