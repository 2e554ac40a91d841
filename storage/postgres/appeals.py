"""Writes of appeals: raised, and decided once. The caller holds the application's row."""

from datetime import datetime
from uuid import UUID

from models.tables.reviews import Appeal
from storage.postgres.core.transaction import Tx


async def add_appeal(tx: Tx, appeal: Appeal) -> None:
    """A new one, open."""
    await appeal.save(using_db=tx.connection, force_create=True)


async def close_appeal(
    tx: Tx, appeal: Appeal, verdict: str, comment: str, *, by: UUID, at: datetime
) -> None:
    """`verdict`: upheld or dismissed."""
    appeal.state, appeal.decision = verdict, comment
    appeal.decided_by_id, appeal.decided_at = by, at
    await appeal.save(using_db=tx.connection)
