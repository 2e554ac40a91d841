"""Writes credit records of firms."""

from models.tables.payouts import CreditRecord
from storage.postgres.core.transaction import Tx


async def add_credit_record(tx: Tx, record: CreditRecord) -> None:
    """A new one; it holds in every programme."""
    await record.save(using_db=tx.connection, force_create=True)
