"""A platform names the account that its money goes to; where it has two people, a second one agrees."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from models.rules.text.compared import compared
from models.tables.enterprises import Enterprise
from models.tables.people import Organisation
from models.tables.platforms import Platform
from server.edge.web.bodies import Body
from server.edge.web.field_types import FirmName, about
from server.features.messages.events.of_payees import PAYEE_CHANGED, PAYEE_PROPOSED
from server.features.platforms.fields import Account
from server.features.platforms.registered_name import require_registered_name
from server.features.platforms.resolve_account import resolve_account
from server.features.platforms.set_payee import (
    PayeeAccount,
    PayeeChanged,
    find_payee,
    organisation,
    set_payee,
)
from server.features.platforms.tell_payee import tell_payee_changed
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_PEOPLE = """
SELECT count(DISTINCT g.user_id)::int AS people
  FROM grants g JOIN users u ON u.id = g.user_id
 WHERE g.organisation_id = $1 AND g.role = 'platform' AND u.disabled_at IS NULL
   AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to > $2)
"""


class _People(msgspec.Struct, frozen=True):
    people: int


class PayeeChange(Body, frozen=True):
    """The account that money goes to; a masked account means the one that was shown."""

    bank: FirmName
    account: Account
    name: Annotated[
        FirmName | None,
        about(
            "户名；空值为企业登记的名称",
            "name of the holder; null for the firm's registered one",
            "示例平台有限公司",
        ),
    ] = None


async def change_account(
    tx: Tx,
    platform: Platform,
    given: PayeeChange,
    *,
    by: UUID,
    keyring: Keyring,
    now: datetime,
) -> None:
    """At once and unverified, or proposed where the platform has an account and two people.

    What is the account already stays as it is. The caller holds the platform's row.
    Raises Invalid (`account`, `payee_differs`).
    """
    owner = organisation(platform.organisation_id)
    account = await resolve_account(tx, owner, given.account, keyring, field="payee.account")
    registered = await registered_name(tx, platform)
    named = given.name is not None and compared(given.name) != compared(registered)
    wanted = PayeeAccount(given.name if named and given.name else registered, given.bank, account)
    known = await find_payee(owner, tx)
    propose = known is not None and await _has_two_people(tx, platform.organisation_id, now)
    changed = await set_payee(tx, owner, wanted, keyring=keyring, now=now, by=by, propose=propose)
    if changed is None:
        return
    # Only now: an account from before this rule comes back with every profile that is saved.
    require_registered_name(given.name, registered, field="payee.name")
    await _record(tx, platform, changed, by=by, now=now)


async def registered_name(tx: Tx, platform: Platform) -> str:
    """Of the firm that the platform is; of its organisation while that is not known."""
    if platform.enterprise_id is not None:
        return (await Enterprise.get(id=platform.enterprise_id, using_db=tx.connection)).name
    return (await Organisation.get(id=platform.organisation_id, using_db=tx.connection)).name


async def _has_two_people(tx: Tx, organisation_id: UUID, now: datetime) -> bool:
    found = await find_row(_People, _PEOPLE, organisation_id, now, tx=tx)
    return found is not None and found.people > 1


async def _record(
    tx: Tx, platform: Platform, changed: PayeeChanged, *, by: UUID, now: datetime
) -> None:
    event = PAYEE_PROPOSED if changed.new.proposed else PAYEE_CHANGED
    detail = {"payee": str(changed.new.id)}
    line = AuditEntry("platform", platform.id, now, by, Role.PLATFORM, event, detail)
    await write_audit(tx, line)
    await tell_payee_changed(tx, changed, event, at=now)
