"""Closes what a firm had only drafted, when those who drafted it act for it no more."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from models.rules.lifecycle import next_status
from models.tables.applications import Application
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx


async def close_drafts(
    tx: Tx, enterprise_id: UUID, line: Callable[[UUID], AuditEntry], *, at: datetime
) -> list[str]:
    """Their numbers. A draft holds no place and no money; `line` is its last one on record.

    The caller holds the firm's row.
    """
    found = Application.filter(enterprise_id=enterprise_id, status="draft")
    drafts = await found.using_db(tx.connection).order_by("id").select_for_update(no_key=True)
    for draft in drafts:
        draft.status = next_status("draft", "withdraw") or draft.status
        draft.ended_at = at
        await write_change(tx, draft, ["status", "ended_at"], at=at)
        await write_audit(tx, line(draft.id))
    return [draft.number for draft in drafts]
