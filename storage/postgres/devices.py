"""Writes of the devices that members of staff logged in on, by the SHA-256 (hex) of their tokens."""

from datetime import datetime
from uuid import UUID

from storage.postgres.core.transaction import Tx

_KEEP = """
INSERT INTO devices (token_hash, user_id, created_at, used_at) VALUES ($1, $2, $3, $3)
    ON CONFLICT (token_hash) DO UPDATE SET used_at = excluded.used_at
"""
_TRIM = """
DELETE FROM devices WHERE user_id = $1 AND token_hash NOT IN (
       SELECT token_hash FROM devices WHERE user_id = $1
        ORDER BY used_at DESC, token_hash LIMIT $2)
"""
_FORGET = "DELETE FROM devices WHERE user_id = $1"
_DELETE = "DELETE FROM devices WHERE used_at < $1 RETURNING 1"


async def keep_device(tx: Tx, token_hash: str, user_id: UUID, *, at: datetime, most: int) -> None:
    """Used now; of a person's devices the `most` latest are known. The caller holds the person."""
    await tx.raw.execute(_KEEP, token_hash, user_id, at)
    await tx.raw.execute(_TRIM, user_id, most)


async def forget_devices(tx: Tx, user_id: UUID) -> None:
    """None of the person's devices is known any more."""
    await tx.raw.execute(_FORGET, user_id)


async def delete_devices(tx: Tx, *, unused_since: datetime) -> int:
    """How many were deleted."""
    return len(await tx.raw.fetch(_DELETE, unused_since))
