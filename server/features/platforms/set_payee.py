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
from storage.postgres.payees import replace_payee


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


async def set_payee(
    tx: Tx,
    owner: PayeeOwner,
    wanted: PayeeAccount,
    *,
    keyring: Keyring,
    now: datetime,
    verified_at: datetime | None = None,
) -> bool:
    """Make `wanted` the current payee; False if it is already. A new one is not verified.

    The caller holds the owner's row.
    """
    current = await find_payee(owner, tx)
    if current is not None and _same(current, wanted, keyring):
        return False
    new = Payee(
        **owner.columns,
        name=wanted.name,
        bank=wanted.bank,
        account_cipher=seal_account(keyring, owner.id, wanted.account),
        account_masked=mask_number(wanted.account),
        created_at=now,
        verified_at=verified_at,
    )
    await replace_payee(tx, current, new, at=now)
    return True


async def find_payee(owner: PayeeOwner, tx: Tx | None = None) -> Payee | None:
    """The payee that money goes to now, None if none was named."""
    using = None if tx is None else tx.connection
    return await Payee.get_or_none(**owner.columns, replaced_at__isnull=True, using_db=using)


def _same(current: Payee, wanted: PayeeAccount, keyring: Keyring) -> bool:
    known = PayeeAccount(current.name, current.bank, open_account(keyring, current))
    return known == wanted
