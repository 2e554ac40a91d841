"""Pushes from WeChat: added once by their key, marked when their job has worked them off."""

from datetime import datetime
from uuid import UUID

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_ADD = """
INSERT INTO push_events (id, dedupe_key, event, body, received_at)
SELECT $1, $2, $3, $4::jsonb || jsonb_build_object('user_id', (
           SELECT u.id FROM users u WHERE u.openid_index = ANY($5))), $6
ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
"""
_MARK = "UPDATE push_events SET processed_at = $2 WHERE id = $1"


async def add_push(
    tx: Tx, key: str, event: str, body: str, *, openid_indexes: list[str], at: datetime
) -> UUID | None:
    """Deduplicated by its key: the id of the new row, None for one that came before.

    `body` is JSON; it gets the person's `user_id`, or null.
    """
    values = (new_id(), key, event, body, openid_indexes, at)
    push_id: UUID | None = await tx.raw.fetchval(_ADD, *values)
    return push_id


async def mark_processed(tx: Tx, push_id: UUID, *, at: datetime) -> None:
    """The caller holds the row."""
    await tx.raw.execute(_MARK, push_id, at)
