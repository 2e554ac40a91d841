"""Writes of the papers of appeals and objections, and every view of one recorded."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from tortoise import connections

from models.tables.attachments import Attachment
from storage.postgres.core.transaction import Tx, postgres_errors

ERASE: Final = "attachment.deleted"
"""The job that deletes the bytes of one that was removed, refused, or kept long enough."""

_SETTLE = """
UPDATE attachments SET state = CASE WHEN $2::text IS NULL THEN 'checked' ELSE 'refused' END,
       fault = $2, pages = $3, checked_at = $4
 WHERE id = $1 AND state = 'checking' AND deleted_at IS NULL RETURNING id
"""
_WAITS = "UPDATE attachments SET fault = $2 WHERE id = $1 AND state = 'checking'"
_REMOVE = "UPDATE attachments SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL"
_EXPIRE: Final = """
UPDATE attachments SET state = 'expired', fault = NULL
 WHERE {matter}_id IN (SELECT m.id FROM {matter}s m WHERE m.{about}_id = $1)
   AND state IN ('checking', 'checked') AND deleted_at IS NULL RETURNING id
"""
_EXPIRE_OF: Final = {
    "application": _EXPIRE.format(matter="appeal", about="application"),
    "notice": _EXPIRE.format(matter="objection", about="notice"),
}
_VIEWED = "INSERT INTO attachment_views (attachment_id, user_id, at) VALUES ($1, $2, $3)"


async def add_attachment(tx: Tx, attachment: Attachment) -> None:
    """Its bytes are in the store already; the caller holds what the appeal or objection is about."""
    await attachment.save(using_db=tx.connection, force_create=True)


async def settle_attachment(
    tx: Tx, attachment_id: UUID, fault: str | None, pages: int | None, *, at: datetime
) -> bool:
    """Refused for `fault`, or taken; False where it is settled already, or removed."""
    return await tx.raw.fetchval(_SETTLE, attachment_id, fault, pages, at) is not None


async def note_attachment_waiting(attachment_id: UUID, fault: str) -> None:
    """What its check waits for, to be shown. Raises StoreUnavailable."""
    with postgres_errors():
        await connections.get("default").execute_query(_WAITS, [attachment_id, fault])


async def remove_attachment(tx: Tx, attachment_id: UUID, *, at: datetime) -> None:
    """The row stays, a job deletes the bytes; the caller holds as at `add_attachment`."""
    await tx.raw.execute(_REMOVE, attachment_id, at)


async def expire_attachments(
    tx: Tx, about: Literal["application", "notice"], about_id: UUID
) -> list[UUID]:
    """Those of its appeals, or objections, have been kept long enough: their ids. It is held."""
    return [row["id"] for row in await tx.raw.fetch(_EXPIRE_OF[about], about_id)]


async def record_attachment_view(attachment_id: UUID, user_id: UUID, *, at: datetime) -> None:
    """That the person was given the bytes. Raises StoreUnavailable."""
    with postgres_errors():
        values = [attachment_id, user_id, at]
        await connections.get("default").execute_query(_VIEWED, values)
