"""The authority verifies an account: one person checks it by the bank's word, a second one agrees."""

from uuid import UUID

from models.rules.text.compared import compared
from models.tables.platforms import Payee
from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.messages.events.of_payees import PAYEE_VERIFIED
from server.features.payees.access import find_payee_within, hold_current_payee
from server.features.payees.refusals import AccountRefused, CheckDiffers, CheckedByYourself
from server.features.payees.schemas import PayeeCheck
from server.features.platforms.tell_payee import tell_payee
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.payees import mark_payee_verified, record_check


async def verify_payee(payee_id: UUID, given: PayeeCheck, *, by: Identity, clock: Clock) -> None:
    """The first person's word makes it `checked`, the same word of a second one `verified`.

    Who checked it may correct their own word, which the second person then has to match. Verified
    already: nothing happens. Raises Forbidden, NotFound, ConflictOfInterest, AccountReplaced,
    AccountRefused, CheckedByYourself, CheckDiffers.
    """
    now = clock.now()
    known = await find_payee_within(payee_id, by, Role.AUTHORITY)
    async with transaction() as tx:
        payee, kind, owner_id = await hold_current_payee(tx, known, by)
        if payee.state == "refused":
            raise AccountRefused()
        tx.created(payee.id, status=200)
        if payee.state == "verified":
            return
        same, own = _agrees(payee, given), payee.checked_by_id == by.user_id
        if payee.state == "checked" and same and own:
            raise CheckedByYourself()
        if payee.state == "checked" and not same and not own:
            raise CheckDiffers()
        second = payee.state == "checked" and not own
        if second:
            await mark_payee_verified(tx, payee, by=by.user_id, at=now)
            await tell_payee(tx, payee, PAYEE_VERIFIED, at=now)
        else:
            basis, reference = given.basis, given.reference
            await record_check(tx, payee, basis=basis, reference=reference, by=by.user_id, at=now)
        event = PAYEE_VERIFIED if second else "payee.checked"
        detail = {"payee": str(payee.id), "basis": given.basis}
        comment = given.comment or None
        line = AuditEntry(kind, owner_id, now, by.user_id, Role.AUTHORITY, event, detail, comment)
        await write_audit(tx, line)


def _agrees(payee: Payee, given: PayeeCheck) -> bool:
    known = (payee.basis, compared(payee.reference or ""))
    return known == (given.basis, compared(given.reference))
