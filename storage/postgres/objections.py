"""Writes of objections to public notices: raised, and answered once."""

from datetime import datetime
from uuid import UUID

from models.tables.notices import Objection
from storage.postgres.core.transaction import Tx


async def save_objection(tx: Tx, objection: Objection) -> None:
    """A new one. The caller holds the notice's row, here as below."""
    await objection.save(using_db=tx.connection, force_create=True)


async def save_answer(
    tx: Tx, objection: Objection, verdict: str, answer: str, *, by: UUID, at: datetime
) -> None:
    """`verdict`: upheld or dismissed."""
    objection.state, objection.answer = verdict, answer
    objection.answered_by_id, objection.answered_at = by, at
    await objection.save(using_db=tx.connection)
