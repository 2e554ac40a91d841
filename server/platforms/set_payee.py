"""Names the account that a platform's money goes to; the one before stays on record."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.rules.masking import mask_account
from models.tables.ids import new_id
from models.tables.platforms import Payee
from server.platforms.payee_account import open_account, seal_account
from storage.postgres.keyring import Keyring
from storage.postgres.transaction import Tx


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """Who is paid at which bank; `account` in digits."""

    name: str
    bank: str
    account: str


async def set_payee(
    tx: Tx,
    organisation_id: UUID,
    wanted: PayeeAccount,
    *,
    keyring: Keyring,
    now: datetime,
    verified_at: datetime | None = None,
) -> bool:
    """Make `wanted` the current payee; False if it is already. A new one is not verified.

    The caller holds the platform's row.
    """
    current = await find_payee(organisation_id, tx)
    if current is not None:
        if _same(current, wanted, keyring):
            return False
        current.replaced_at = now
        await current.save(using_db=tx.connection, update_fields=["replaced_at"])
    await Payee.create(
        id=new_id(),
        organisation_id=organisation_id,
        name=wanted.name,
        bank=wanted.bank,
        account_cipher=seal_account(keyring, organisation_id, wanted.account),
        account_masked=mask_account(wanted.account),
        created_at=now,
        verified_at=verified_at,
        using_db=tx.connection,
    )
    return True


async def find_payee(organisation_id: UUID, tx: Tx | None = None) -> Payee | None:
    """The payee that money goes to now, None if none was named."""
    using = None if tx is None else tx.connection
    return await Payee.get_or_none(
        organisation_id=organisation_id, replaced_at__isnull=True, using_db=using
    )


def _same(current: Payee, wanted: PayeeAccount, keyring: Keyring) -> bool:
    known = PayeeAccount(current.name, current.bank, open_account(keyring, current))
    return known == wanted
