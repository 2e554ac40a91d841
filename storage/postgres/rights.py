"""Writes of rights that are taken back: accounts disabled or enabled again, grants ended."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.tables.people import User
from storage.postgres.core.transaction import Tx

_END = """
UPDATE grants SET valid_to = greatest($2, valid_from)
 WHERE id = ANY($1) AND (valid_to IS NULL OR valid_to > $2)
"""


async def save_disabled(tx: Tx, user: User, *, at: datetime | None) -> None:
    """Since when nobody logs in as this person; None lets them in. The caller holds the row."""
    user.disabled_at = at
    await user.save(using_db=tx.connection, update_fields=["disabled_at"])


async def end_grants(tx: Tx, grant_ids: Sequence[UUID], *, at: datetime) -> None:
    """From now on they give nothing; those that ended before keep their day."""
    await tx.raw.execute(_END, list(grant_ids), at)
