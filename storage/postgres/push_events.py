"""Pushes from WeChat: added once by their key, marked when their job has worked them off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_ADD = """
INSERT INTO push_events (id, dedupe_key, event, body, received_at)
SELECT $1, $2, $3, $4::jsonb || jsonb_build_object('user_id', (
           SELECT u.id FROM users u WHERE u.openid_index = $5)), $6
ON CONFLICT (dedupe_key) DO NOTHING RETURNING id
"""
_MARK = "UPDATE push_events SET processed_at = $2 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class NewPush:
    """One event about one person; `body` is JSON and gets the person's `user_id`, or null."""

    dedupe_key: str
    event: str
    body: bytes
    openid_index: str
    received_at: datetime


async def add_push(tx: Tx, push: NewPush) -> UUID | None:
    """Deduplicated by its key: the id of the new row, None for one that came before."""
    push_id: UUID | None = await tx.raw.fetchval(
        _ADD,
        new_id(),
        push.dedupe_key,
        push.event,
        push.body.decode(),
        push.openid_index,
        push.received_at,
    )
    return push_id


async def mark_processed(tx: Tx, push_id: UUID, *, at: datetime) -> None:
    """The caller holds the row."""
    await tx.raw.execute(_MARK, push_id, at)
