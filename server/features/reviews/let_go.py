"""Gives back the reviews that somebody had taken who may not decide them any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from server.features.identity.operator import OperatorAct
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.reviews import release_taken


async def let_go(
    tx: Tx, user_id: UUID, roles: Sequence[str] | None, act: OperatorAct, at: datetime
) -> int:
    """How many; each stands on its application's record as given back. `roles` None: in any."""
    released = await release_taken(tx, user_id, roles)
    lines = [
        AuditEntry(
            "application",
            review.application_id,
            at,
            None,
            "operator",
            "review.released",
            {"review": str(review.id), "stage": review.stage, "operator": act.operator},
        )
        for review in released
    ]
    await write_audit(tx, *lines)
    return len(lines)
