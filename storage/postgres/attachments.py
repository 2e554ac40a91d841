"""Writes of the papers of appeals and objections."""

from datetime import datetime
from uuid import UUID

from tortoise import connections

from models.tables.attachments import Attachment
from storage.postgres.core.transaction import Tx, postgres_errors

_SETTLE = """
UPDATE attachments SET state = CASE WHEN $2::text IS NULL THEN 'checked' ELSE 'refused' END,
       fault = $2, pages = $3, checked_at = $4
 WHERE id = $1 AND state = 'checking' AND deleted_at IS NULL RETURNING id
"""
_WAITS = "UPDATE attachments SET fault = $2 WHERE id = $1 AND state = 'checking'"
_REMOVE = "UPDATE attachments SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL"


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
