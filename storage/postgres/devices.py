"""Writes of the devices that members of staff logged in on."""

from uuid import UUID

from storage.postgres.core.transaction import Tx

_FORGET = "DELETE FROM devices WHERE user_id = $1"


async def forget_devices(tx: Tx, user_id: UUID) -> None:
    """None of the person's devices is known any more."""
    await tx.raw.execute(_FORGET, user_id)
