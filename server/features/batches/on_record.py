"""The lines that a batch leaves in the audit: who handed it in, stopped it, had it go on."""

from datetime import datetime
from typing import Final
from uuid import UUID

from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx

HANDED_IN: Final = "batch.handed_in"
CANCELLED: Final = "batch.cancelled"
RESUMED: Final = "batch.resumed"


async def record(
    tx: Tx, batch_id: UUID, event: str, *, by: UUID, at: datetime, **detail: str
) -> None:
    """The caller holds the batch's row, or has just made it."""
    line = AuditEntry("batch", batch_id, at, by, Role.PLATFORM, event, detail)
    await write_audit(tx, line)
