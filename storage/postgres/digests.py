"""WeChat messages of one person that wait together: one of them tells of the others as well.

The caller holds the person (`hold_person`).
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx

MOST: Final = 100
"""That one digest tells of; what is beyond comes with the next."""
_BESIDE: Final = """
SELECT id FROM notifications
 WHERE user_id = $1 AND id <> $2 AND message_state = 'queued' AND digest_id IS NULL
 ORDER BY created_at, id LIMIT $3 FOR NO KEY UPDATE
"""
_JOINED: Final = """
SELECT id FROM notifications
 WHERE user_id = $1 AND digest_id = $2 AND message_state = 'queued' ORDER BY created_at, id
   FOR NO KEY UPDATE
"""
_JOIN: Final = (
    "UPDATE notifications SET digest_id = $1, message_reason = 'digest' WHERE id = ANY($2)"
)
_PART: Final = """
UPDATE notifications SET digest_id = NULL, message_reason = NULL
 WHERE digest_id = $1 AND message_state = 'queued'
"""
_SETTLE: Final = """
UPDATE notifications SET message_state = $2, message_reason = 'digest'
 WHERE digest_id = $1 AND message_state IN ('queued', 'unknown', 'sent')
"""


async def list_beside(tx: Tx, user_id: UUID, notification_id: UUID) -> list[UUID]:
    """Messages of the person that wait beside this one, the oldest first; holds them."""
    return await list_ids(_BESIDE, user_id, notification_id, MOST - 1, tx=tx)


async def list_joined(tx: Tx, user_id: UUID, notification_id: UUID) -> list[UUID]:
    """Those that this one tells of as well and whose fate hangs on it; holds them."""
    return await list_ids(_JOINED, user_id, notification_id, tx=tx)


async def join_digest(tx: Tx, notification_id: UUID, others: Sequence[UUID]) -> None:
    """This one tells of the others as well."""
    await tx.raw.execute(_JOIN, notification_id, others)


async def part_digest(tx: Tx, notification_id: UUID) -> None:
    """It was not sent: each of the others stands for itself again."""
    await tx.raw.execute(_PART, notification_id)


async def settle_digest(tx: Tx, notification_id: UUID, state: str) -> None:
    """What became of it became of all of them."""
    await tx.raw.execute(_SETTLE, notification_id, state)
