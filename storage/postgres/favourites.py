"""Writes of what people keep in mind: put in once, and taken out again."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from models.tables.market import Favourite
from storage.postgres.core.transaction import Tx

# The lock is the person's: of two who put in at once neither goes beyond the number.
_HOLD: Final = "SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE"
_DROP: Final = "DELETE FROM favourites WHERE user_id = $1 AND id = ANY($2)"


async def lock_favourites(tx: Tx, user_id: UUID) -> Sequence[Favourite]:
    """All of the person's, which nobody else changes until the transaction ends."""
    await tx.raw.execute(_HOLD, user_id)
    return await Favourite.filter(user_id=user_id).using_db(tx.connection).order_by("id")


async def add_favourite(tx: Tx, favourite: Favourite) -> None:
    await favourite.save(using_db=tx.connection, force_create=True)


async def drop_favourites(tx: Tx, user_id: UUID, ids: Sequence[UUID]) -> None:
    """Those of these ids that are the person's."""
    await tx.raw.execute(_DROP, user_id, list(ids))
