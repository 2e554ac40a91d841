"""A reviewer's corrected instants and amount: what only a reviewer may move earlier (quota.md)."""

from typing import Any

from server.features.reviews.case import Case
from server.features.verdicts.correcting import Correcting, correct_values, read_instants
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Verified
from storage.postgres.core.transaction import Tx

_PREFIX = "verified."


async def apply_verified(tx: Tx, case: Case, verified: Verified, outcome: Outcome) -> None:
    """Write the corrected values and move the claim. Raises Invalid, Ineligible.

    The lock test that follows in the same transaction sees the claim where it belongs now.
    """
    changes: dict[str, Any] = read_instants(
        {"signed_at": verified.signed_at, "paid_at": verified.paid_at}, _PREFIX
    )
    if verified.paid_fen is not None:
        changes["paid_fen"] = verified.paid_fen
    it = Correcting(
        case.application, case.definition, case.track, case.by.user_id, case.now, prefix=_PREFIX
    )
    changed = await correct_values(tx, it, changes, outcome)
    if changed:
        outcome.detail["verified"] = changed
