"""Writes of a change of keys: each replaces only what it was computed from, else nothing."""

from uuid import UUID

from storage.postgres.core.keyring import WrappedKey
from storage.postgres.core.transaction import Tx

_PERSON_KEY = "UPDATE person_keys SET key_id = $3, wrapped = $4 WHERE user_id = $1 AND wrapped = $2"
_ACCOUNT = "UPDATE {table} SET account_cipher = $3 WHERE id = $1 AND account_cipher = $2"
_OPENID = "UPDATE users SET openid_index = $3 WHERE id = $1 AND openid_index = $2"
_PHONE = "UPDATE users SET phone_index = $3 WHERE id = $1 AND phone_index = $2"
_DECLARED = "UPDATE enterprises SET declared_phone_index = $2 WHERE declared_phone_index = $1"


async def replace_person_key(tx: Tx, before: WrappedKey, after: WrappedKey) -> None:
    """Nothing happens if the person was erased meanwhile."""
    values = (before.person_id, before.blob, after.key_id, after.blob)
    await tx.raw.execute(_PERSON_KEY, *values)


async def replace_payees_cipher(tx: Tx, payee_id: UUID, before: bytes, after: bytes) -> None:
    await tx.raw.execute(_ACCOUNT.format(table="payees"), payee_id, before, after)


async def replace_lines_cipher(tx: Tx, line_id: UUID, before: bytes, after: bytes) -> None:
    await tx.raw.execute(_ACCOUNT.format(table="payout_lines"), line_id, before, after)


async def replace_openid_index(tx: Tx, user_id: UUID, before: str, after: str) -> None:
    """An erased person has no index, and gets none."""
    await tx.raw.execute(_OPENID, user_id, before, after)


async def replace_phone_index(tx: Tx, user_id: UUID, before: str, after: str) -> None:
    await tx.raw.execute(_PHONE, user_id, before, after)


async def replace_declared(tx: Tx, before: str, after: str) -> None:
    """Of firms whose platform declared that number, which is kept nowhere."""
    await tx.raw.execute(_DECLARED, before, after)
