"""Writes of receipts, and of the public keys that they are checked with."""

from datetime import datetime
from uuid import UUID

from models.tables.applications import ReceiptKey
from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx, postgres_errors


class KidTaken(ValueError):
    """A kid names one key for ever: receipts by another one could not be checked with it."""

    def __init__(self, kid: str) -> None:
        super().__init__(
            f"SHUANGTUI_RECEIPT_KID：{kid} 已是另一把密钥的名字，换密钥时请起新的名字"
            f" / {kid} names another key already; a new key needs a new kid"
        )


_ADD = "INSERT INTO receipts (id, application_id, kid, token, issued_at) VALUES ($1,$2,$3,$4,$5)"


async def add_receipt(tx: Tx, application_id: UUID, *, kid: str, token: str, at: datetime) -> None:
    """One more receipt of an application; the latest is shown. The caller holds its row."""
    await tx.raw.execute(_ADD, new_id(), application_id, kid, token, at)


async def add_receipt_key(kid: str, public_key: bytes, *, since: datetime) -> None:
    """Enter a key once; nothing happens where it is known.

    Raises StoreUnavailable, and KidTaken where another key has the name.
    """
    with postgres_errors():
        if not await ReceiptKey.exists(kid=kid):
            key = ReceiptKey(kid=kid, public_key=public_key, since_at=since)
            await ReceiptKey.bulk_create([key], ignore_conflicts=True)
        kept = await ReceiptKey.get(kid=kid)
    if bytes(kept.public_key) != public_key:
        raise KidTaken(kid)
