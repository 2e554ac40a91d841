"""What became of a line's account since the payout was made: its copy stays, and is flagged."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from models.tables.payouts import PayoutLine
from models.tables.platforms import Payee
from storage.postgres.core.transaction import postgres_errors

AccountNow = Literal["current", "changed", "refused", "unverified"]


async def accounts_now(lines: Sequence[PayoutLine]) -> dict[UUID, AccountNow]:
    """By line. What is paid or failed already was told then: nothing is said of it now."""
    with postgres_errors():
        payees = await Payee.in_bulk([line.payee_id for line in lines], "id")
    return {line.id: _now(line, payees[line.payee_id]) for line in lines}


def _now(line: PayoutLine, payee: Payee) -> AccountNow:
    if line.state != "open":
        return "current"
    if payee.state == "refused":
        return "refused"
    if payee.replaced_at is not None:
        return "changed"
    # Of a payout that was made before accounts were verified (docs/adr/0023).
    return "current" if payee.state == "verified" else "unverified"
