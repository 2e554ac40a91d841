"""Tells all of a firm, or of a platform and its firm, what became of its account; who verifies it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from models.tables.platforms import Payee
from server.features.messages.events.of_desks import ACCOUNT_TO_VERIFY
from server.features.messages.events.of_payees import PAYEE_CHANGED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_firm, tell_people, tell_platform
from server.features.platforms.set_payee import PayeeChanged
from server.roles import Role
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx
from storage.postgres.reach import who_reaches_payee

_OWNER = """
SELECT f.id AS platform_id, coalesce(e.uscc, fe.uscc) AS uscc,
       coalesce(e.name, fe.name, o.name) AS name
  FROM payees y
  LEFT JOIN enterprises e ON e.id = y.enterprise_id
  LEFT JOIN organisations o ON o.id = y.organisation_id
  LEFT JOIN platforms f ON f.organisation_id = y.organisation_id
  LEFT JOIN enterprises fe ON fe.id = f.enterprise_id
 WHERE y.id = $1
"""


class _Owner(msgspec.Struct, frozen=True):
    """Whose account it is: its registered name, and where its people are found."""

    platform_id: UUID | None
    uscc: str | None
    name: str


async def tell_payee_changed(tx: Tx, changed: PayeeChanged, event: str, *, at: datetime) -> None:
    """With the account that stood before, so that whoever did not do it notices."""
    before, facts = changed.before, dict[str, Fact]()
    if before is not None:
        facts = {"before_bank": before.bank, "before_account": before.account_masked}
    await tell_payee(tx, changed.new, event, at=at, facts=facts)
    if event == PAYEE_CHANGED:
        await _tell_authority(tx, changed.new, at)


async def _tell_authority(tx: Tx, payee: Payee, at: datetime) -> None:
    """Two persons of it have to verify the account before anything is paid there."""
    owner = await find_row(_Owner, _OWNER, payee.id, tx=tx)
    facts: dict[str, Fact] = {
        "matter_id": str(payee.id),
        "enterprise": owner.name if owner else "",
        "bank": payee.bank,
        "account": payee.account_masked,
    }
    people = await who_reaches_payee(tx, payee.id, Role.AUTHORITY)
    key = f"{ACCOUNT_TO_VERIFY}:{payee.id}"
    await tell_people(tx, people, ACCOUNT_TO_VERIFY, key=key, at=at, facts=facts)


async def tell_payee(
    tx: Tx, payee: Payee, event: str, *, at: datetime, facts: Mapping[str, Fact] | None = None
) -> None:
    """Once per account and event; `facts` beside its bank and its masked number."""
    owner = await find_row(_Owner, _OWNER, payee.id, tx=tx)
    if owner is None:
        return
    key = f"{event}:{payee.id}"
    about: dict[str, Fact] = {
        "matter_id": str(payee.id),
        "enterprise": owner.name,
        "bank": payee.bank,
        "account": payee.account_masked,
        **(facts or {}),
    }
    if owner.platform_id is not None:
        await tell_platform(tx, owner.platform_id, event, key=key, at=at, facts=about)
    if owner.uscc is not None:
        await tell_firm(tx, owner.uscc, event, key=key, at=at, facts=about)
