"""A reviewer's corrected instants and amount: what only a reviewer may move earlier (quota.md)."""

from server.features.reviews.case import Case
from server.features.verdicts.correcting import Correcting, correct_values, read_corrected
from server.features.verdicts.outcome import Outcome
from server.features.verdicts.schemas import Verified
from storage.postgres.core.transaction import Tx

_PREFIX = "verified."


async def apply_verified(tx: Tx, case: Case, verified: Verified, outcome: Outcome) -> None:
    """Write the corrected values and move the claim. Raises Invalid, Ineligible.

    The lock test that follows in the same transaction sees the claim where it belongs now.
    """
    instants = {"signed_at": verified.signed_at, "paid_at": verified.paid_at}
    corrected = read_corrected(instants, verified.paid_fen, prefix=_PREFIX)
    correcting = Correcting(
        case.application, case.definition, case.track, case.by.user_id, case.now, prefix=_PREFIX
    )
    changed = await correct_values(tx, correcting, corrected, outcome)
    if changed:
        outcome.detail["verified"] = changed
