"""Tells of a dispute over a firm: who raised it, who acts for the firm now, and who is to decide it."""

from typing import Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.features.messages.events.of_desks import DISPUTE_TO_DECIDE
from server.features.messages.events.of_firms import DISPUTE_RECEIVED, FIRM_DISPUTED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_firm, tell_people, tell_person
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import transaction
from storage.postgres.reach import who_reaches_dispute

_RAISED: Final = """
SELECT d.raised_by_id, d.reason, e.name, e.uscc
  FROM disputes d JOIN enterprises e ON e.id = d.enterprise_id
 WHERE d.id = $1 AND d.state = 'open'
"""


class _Raised(msgspec.Struct, frozen=True):
    """An open dispute and the firm that it is over."""

    raised_by_id: UUID
    reason: str
    name: str
    uscc: str


async def tell_disputed(dispute_id: UUID, *, clock: Clock) -> None:
    """Once; nobody hears of one that is decided by now. Raises StoreUnavailable.

    Who acts for the firm does not learn who disputes it, nor why: the officer asks them.
    """
    async with transaction() as tx:
        raised = await find_row(_Raised, _RAISED, dispute_id, tx=tx)
        if raised is None:
            return
        now, key = clock.now(), f"disputed:{dispute_id}"
        facts: dict[str, Fact] = {
            "matter_id": str(dispute_id),
            "enterprise": raised.name,
            "uscc": raised.uscc,
        }
        await tell_person(tx, raised.raised_by_id, DISPUTE_RECEIVED, key=key, at=now, facts=facts)
        await tell_firm(tx, raised.uscc, FIRM_DISPUTED, key=key, at=now, facts=facts)
        officers = await who_reaches_dispute(tx, dispute_id)
        told = facts | {"reason": raised.reason}
        await tell_people(tx, officers, DISPUTE_TO_DECIDE, key=f"{key}:desk", at=now, facts=told)
