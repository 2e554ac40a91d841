"""Writes of refused staff logins, counted by keyed hashes (hex) of account and address."""

from datetime import datetime

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_ADD = "INSERT INTO login_failures (id, account_index, address_index, at) VALUES ($1, $2, $3, $4)"
_CLEAR = "DELETE FROM login_failures WHERE account_index = $1"
_DELETE = "DELETE FROM login_failures WHERE at < $1 RETURNING 1"


async def add_failure(tx: Tx, account_index: str, address_index: str, *, at: datetime) -> None:
    await tx.raw.execute(_ADD, new_id(), account_index, address_index, at)


async def clear_failures(tx: Tx, account_index: str) -> None:
    """The account starts anew; other accounts tried from the same address do not."""
    await tx.raw.execute(_CLEAR, account_index)


async def delete_failures(tx: Tx, *, before: datetime) -> int:
    """How many were deleted."""
    return len(await tx.raw.fetch(_DELETE, before))
