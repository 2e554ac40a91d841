"""Tells everybody who acts for a firm that a reviewer has verified it."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.messages.events.of_firms import FIRM_VERIFIED
from server.features.messages.tell import tell_firm
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import transaction

_VERIFIED: Final = """
SELECT name, uscc, verified_at FROM enterprises WHERE id = $1 AND state = 'verified'
"""


class _Verified(msgspec.Struct, frozen=True):
    """A firm that is verified now."""

    name: str
    uscc: str
    verified_at: datetime


async def tell_verified(enterprise_id: UUID, *, clock: Clock) -> None:
    """Once for each time; nothing of one that is not verified any more. Raises StoreUnavailable."""
    async with transaction() as tx:
        firm = await find_row(_Verified, _VERIFIED, enterprise_id, tx=tx)
        if firm is None:
            return
        await tell_firm(
            tx,
            firm.uscc,
            FIRM_VERIFIED,
            key=f"verified:{enterprise_id}:{firm.verified_at.isoformat()}",
            at=clock.now(),
            facts={"enterprise": firm.name},
        )
