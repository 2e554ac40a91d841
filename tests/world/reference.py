"""Rows of claims as the reference function takes them."""

from typing import Any, Final

from models.rules.line.allocation import LiveClaim
from models.rules.line.order_key import OrderKey

CLAIM_COLUMNS: Final = """
    c.id, c.amount_fen, c.places, c.granted_fen, c.locked_at, c.sequence, c.live, c.version,
    extract(epoch FROM c.later_at)::bigint AS later,
    extract(epoch FROM c.earlier_at)::bigint AS earlier
"""


def live_claim(row: Any, *, as_unlocked: bool = False) -> LiveClaim:
    """A row with `CLAIM_COLUMNS`; as if it were not locked, if so asked."""
    locked = row["locked_at"] is not None and not as_unlocked
    return LiveClaim(
        str(row["id"]),
        OrderKey(row["later"], row["earlier"], row["sequence"]).member,
        row["amount_fen"],
        row["places"],
        locked,
        row["granted_fen"] if locked else None,
    )
