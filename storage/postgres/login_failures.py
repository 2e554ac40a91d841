"""Writes of refused staff logins, counted by keyed hashes (hex) of account and address, or by device."""

from datetime import datetime

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_ADD = """
INSERT INTO login_failures (id, account_index, address_index, device_hash, at)
VALUES ($1, $2, $3, $4, $5)
"""
_CLEAR = """
DELETE FROM login_failures
 WHERE account_index = $1 AND address_index = $2 AND device_hash IS NULL
"""
_CLEAR_DEVICE = "DELETE FROM login_failures WHERE device_hash = $1"
_DELETE = "DELETE FROM login_failures WHERE at < $1 RETURNING 1"


async def add_failure(
    tx: Tx, account_index: str, address_index: str, device_hash: str | None, *, at: datetime
) -> None:
    await tx.raw.execute(_ADD, new_id(), account_index, address_index, device_hash, at)


async def clear_failures(
    tx: Tx, account_index: str, address_index: str, device_hash: str | None
) -> None:
    """Whoever succeeded starts anew; what others tried on the account stays counted."""
    if device_hash is not None:
        await tx.raw.execute(_CLEAR_DEVICE, device_hash)
    else:
        await tx.raw.execute(_CLEAR, account_index, address_index)


async def delete_failures(tx: Tx, *, before: datetime) -> int:
    """How many were deleted."""
    return len(await tx.raw.fetch(_DELETE, before))
