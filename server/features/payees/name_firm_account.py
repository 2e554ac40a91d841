"""Where a firm's own money goes: named by its owner, in the firm's own name."""

from uuid import UUID

from models.tables.enterprises import Enterprise
from server.clock import Clock
from server.errors import NotFound
from server.features.enterprises.membership import require_owner
from server.features.messages.events.of_payees import PAYEE_CHANGED
from server.features.payees.schemas import FirmPayeeChange, FirmPayeeView
from server.features.payees.waiting import make_waiting_payable
from server.features.platforms.registered_name import require_registered_name
from server.features.platforms.resolve_account import resolve_account
from server.features.platforms.set_payee import PayeeAccount, enterprise, find_payee, set_payee
from server.features.platforms.tell_payee import tell_payee_changed
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx, postgres_errors, transaction

_WAITING = """
SELECT id FROM applications
 WHERE enterprise_id = $1 AND status = 'approved' AND stage = 'payout'
 ORDER BY id FOR NO KEY UPDATE
"""


async def get_firm_payee(enterprise_id: UUID, *, user_id: UUID) -> FirmPayeeView:
    """With the account masked; without one only the name. Raises NotFound, Forbidden (not owner)."""
    await require_owner(enterprise_id, user_id)
    with postgres_errors():
        firm = await Enterprise.get(id=enterprise_id)
        payee = await find_payee(enterprise(enterprise_id))
    if payee is None:
        return FirmPayeeView(firm.name, None, None, False, None, None)
    return FirmPayeeView(
        payee.name,
        payee.bank,
        payee.account_masked,
        payee.state == "verified",
        payee.state,  # type: ignore[arg-type]  # a column
        payee.refusal,
    )


async def set_firm_payee(
    enterprise_id: UUID,
    given: FirmPayeeChange,
    *,
    user_id: UUID,
    clock: Clock,
    keyring: Keyring,
) -> None:
    """What waited only for the account becomes payable at once; paid once it is verified.

    Raises NotFound, Forbidden, Invalid (`payee_differs`, `account`).
    """
    now = clock.now()
    async with transaction() as tx:
        firm = await _hold(tx, enterprise_id)
        await require_owner(enterprise_id, user_id, tx=tx)
        require_registered_name(given.name, firm.name, field="name")
        owner = enterprise(enterprise_id)
        account = await resolve_account(tx, owner, given.account, keyring, field="account")
        wanted = PayeeAccount(firm.name, given.bank, account)
        changed = await set_payee(tx, owner, wanted, keyring=keyring, now=now, by=user_id)
        if changed is None:
            return
        detail = {"payee": str(changed.new.id)}
        line = AuditEntry(
            "enterprise", enterprise_id, now, user_id, Role.ENTERPRISE, PAYEE_CHANGED, detail
        )
        await write_audit(tx, line)
        await tell_payee_changed(tx, changed, PAYEE_CHANGED, at=now)
        await make_waiting_payable(tx, await list_ids(_WAITING, enterprise_id, tx=tx), now=now)


async def _hold(tx: Tx, enterprise_id: UUID) -> Enterprise:
    """The row, locked. Raises NotFound.

    NO KEY: whoever inserts a row that refers to the firm holds one of its applications already.
    """
    query = Enterprise.filter(id=enterprise_id).using_db(tx.connection)
    found = await query.select_for_update(no_key=True).first()
    if found is None:
        raise NotFound()
    return found
