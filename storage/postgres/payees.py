"""Writes of payees: an account is named, proposed, verified, refused and replaced, never rewritten.

The caller holds the owner's row, so that two acts on one account come one after the other.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.platforms import Payee
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx

_RETIRE: Final = """
UPDATE payees SET replaced_at = $2 WHERE enterprise_id = $1 AND replaced_at IS NULL RETURNING id
"""


async def replace_payee(tx: Tx, current: Payee | None, new: Payee, *, at: datetime) -> None:
    """Money goes to `new` from now on."""
    await end_payee(tx, current, at=at)
    await new.save(using_db=tx.connection, force_create=True)


async def propose_payee(tx: Tx, pending: Payee | None, new: Payee, *, at: datetime) -> None:
    """`new` waits for a second person, instead of what waited before."""
    new.proposed = True
    await replace_payee(tx, pending, new, at=at)


async def confirm_payee(
    tx: Tx, current: Payee | None, proposed: Payee, *, by: UUID, at: datetime
) -> None:
    """What was proposed is the account from now on."""
    await end_payee(tx, current, at=at)
    proposed.proposed, proposed.confirmed_by_id = False, by
    await proposed.save(using_db=tx.connection, update_fields=["proposed", "confirmed_by_id"])


async def end_payee(tx: Tx, payee: Payee | None, *, at: datetime) -> None:
    """Nobody is paid to this account any more, and nobody can confirm it."""
    if payee is not None:
        payee.replaced_at = at
        await payee.save(using_db=tx.connection, update_fields=["replaced_at"])


async def retire_firm_payee(tx: Tx, enterprise_id: UUID, *, at: datetime) -> list[UUID]:
    """The firm has no account until one is named anew; the ids of what it had."""
    return await list_ids(_RETIRE, enterprise_id, at, tx=tx)


async def record_check(
    tx: Tx, payee: Payee, *, basis: str, reference: str, by: UUID, at: datetime
) -> None:
    """The first person's word."""
    payee.state, payee.basis, payee.reference = "checked", basis, reference
    payee.checked_at, payee.checked_by_id = at, by
    fields = ["state", "basis", "reference", "checked_at", "checked_by_id"]
    await payee.save(using_db=tx.connection, update_fields=fields)


async def mark_payee_verified(tx: Tx, payee: Payee, *, by: UUID, at: datetime) -> None:
    """The second person's word."""
    payee.state, payee.verified_at, payee.verified_by_id = "verified", at, by
    fields = ["state", "verified_at", "verified_by_id"]
    await payee.save(using_db=tx.connection, update_fields=fields)


async def mark_payee_refused(tx: Tx, payee: Payee, reason: str, *, by: UUID, at: datetime) -> None:
    """Nobody is paid to it; its owner names another, or the same anew."""
    payee.state, payee.verified_at, payee.refusal = "refused", None, reason
    payee.refused_at, payee.refused_by_id = at, by
    fields = ["state", "verified_at", "refusal", "refused_at", "refused_by_id"]
    await payee.save(using_db=tx.connection, update_fields=fields)
