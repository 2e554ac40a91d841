"""Credit records of firms: whether one blocks a firm now, and the writing of a new one."""

from models.tables.payouts import CreditRecord
from storage.postgres.core.transaction import Tx


def blocks_now(uscc: str) -> str:
    """A condition over `credit_records k`: it blocks this firm (an expression) as of now."""
    return (
        f"k.uscc = {uscc} AND k.lifted_at IS NULL"
        " AND (k.blocks_until IS NULL OR k.blocks_until >= date_trunc('second', now()))"
    )


async def add_credit_record(tx: Tx, record: CreditRecord) -> None:
    """A new one; it holds in every programme."""
    await record.save(using_db=tx.connection, force_create=True)
