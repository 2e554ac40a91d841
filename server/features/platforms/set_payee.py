"""Sets the account that a platform's or a firm's money goes to; the one before stays on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from models.rules.masking import mask_number
from models.tables.platforms import Payee
from server.features.platforms.payee_account import open_account, seal_account
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx
from storage.postgres.payees import end_payee, propose_payee, replace_payee


@dataclass(frozen=True, slots=True)
class PayeeOwner:
    """Whose money it is: a platform's organisation, or a firm."""

    column: Literal["organisation_id", "enterprise_id"]
    id: UUID

    @property
    def columns(self) -> dict[str, UUID]:
        return {self.column: self.id}


def organisation(organisation_id: UUID) -> PayeeOwner:
    return PayeeOwner("organisation_id", organisation_id)


def enterprise(enterprise_id: UUID) -> PayeeOwner:
    return PayeeOwner("enterprise_id", enterprise_id)


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """Who is paid at which bank; `account` in digits."""

    name: str
    bank: str
    account: str


@dataclass(frozen=True, slots=True)
class PayeeChanged:
    """What stood before, if anything did, and what was named now."""

    before: Payee | None
    new: Payee


async def set_payee(
    tx: Tx,
    owner: PayeeOwner,
    wanted: PayeeAccount,
    *,
    keyring: Keyring,
    now: datetime,
    by: UUID | None = None,
    propose: bool = False,
    seeded: bool = False,
) -> PayeeChanged | None:
    """Make `wanted` the current payee, unverified; None if it is already, and was not refused.

    `propose`: only once another person says yes; until then the account stays what it is.
    `seeded`: verified as the demonstration's file says. The caller holds the owner's row.
    """
    current, pending = await find_payee(owner, tx), await find_proposed(owner, tx)
    if current is not None and current.state != "refused" and _same(current, wanted, keyring):
        return None
    if propose and pending is not None and _same(pending, wanted, keyring):
        return None
    new = Payee(
        **owner.columns,
        name=wanted.name,
        bank=wanted.bank,
        account_cipher=seal_account(keyring, owner.id, wanted.account),
        account_masked=mask_number(wanted.account),
        created_at=now,
        changed_by_id=by,
    )
    if seeded:
        new.state, new.basis, new.verified_at = "verified", "seed", now
    if propose:
        await propose_payee(tx, pending, new, at=now)
    else:
        await end_payee(tx, pending, at=now)
        await replace_payee(tx, current, new, at=now)
    return PayeeChanged(current, new)


async def find_payee(owner: PayeeOwner, tx: Tx | None = None) -> Payee | None:
    """The payee that money goes to now, None if none was named."""
    return await _find(owner, tx, proposed=False)


async def find_proposed(owner: PayeeOwner, tx: Tx | None = None) -> Payee | None:
    """The account that waits for a platform's second person, None if none does."""
    return await _find(owner, tx, proposed=True)


async def _find(owner: PayeeOwner, tx: Tx | None, *, proposed: bool) -> Payee | None:
    using = None if tx is None else tx.connection
    return await Payee.get_or_none(
        **owner.columns, replaced_at__isnull=True, proposed=proposed, using_db=using
    )


def _same(current: Payee, wanted: PayeeAccount, keyring: Keyring) -> bool:
    known = PayeeAccount(current.name, current.bank, open_account(keyring, current))
    return known == wanted
