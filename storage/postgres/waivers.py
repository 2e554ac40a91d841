"""Writes of waivers: one row for each exclusion, whose next slot it opens."""

from collections.abc import Sequence
from typing import Final

from models.tables.applications import Waiver
from storage.postgres.core.transaction import Tx

_HOLD_FIRM: Final = "SELECT pg_advisory_xact_lock(hashtextextended('waivers of ' || $1, 0))"
_NEXT_SLOT: Final = """
SELECT 1 + coalesce(max(slot), 1) FROM waivers WHERE uscc = $1 AND exclusion = $2
"""


async def hold_waivers(tx: Tx, uscc: str) -> None:
    """Waivers of one firm are granted one after the other, so that each opens the next slot."""
    await tx.raw.execute(_HOLD_FIRM, uscc)


async def next_slot(tx: Tx, uscc: str, exclusion: str) -> int:
    """The slot that the next waiver opens. The caller holds the firm's waivers."""
    slot: int = await tx.raw.fetchval(_NEXT_SLOT, uscc, exclusion)
    return slot


async def add_waivers(tx: Tx, waivers: Sequence[Waiver]) -> None:
    """Raises IntegrityError where a slot was opened already."""
    for waiver in waivers:
        await waiver.save(using_db=tx.connection, force_create=True)
