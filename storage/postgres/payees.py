"""Writes of payees: an account is named and replaced, never rewritten."""

from datetime import datetime

from models.tables.platforms import Payee
from storage.postgres.core.transaction import Tx


async def replace_payee(tx: Tx, current: Payee | None, new: Payee, *, at: datetime) -> None:
    """Money goes to `new` from now on. The caller holds the owner's row."""
    if current is not None:
        current.replaced_at = at
        await current.save(using_db=tx.connection, update_fields=["replaced_at"])
    await new.save(using_db=tx.connection, force_create=True)
