"""The authority refuses an account, verified ones too; its owner is told and names one anew."""

from uuid import UUID

from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.messages.events.of_payees import PAYEE_REFUSED
from server.features.payees.access import find_payee_within, hold_current_payee
from server.features.platforms.tell_payee import tell_payee
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.payees import mark_payee_refused


async def refuse_payee(payee_id: UUID, reason: str, *, by: Identity, clock: Clock) -> None:
    """One person is enough to stop money. Refused already: nothing happens.

    Raises Forbidden, NotFound, ConflictOfInterest, AccountReplaced.
    """
    now = clock.now()
    known = await find_payee_within(payee_id, by, Role.AUTHORITY)
    async with transaction() as tx:
        payee, kind, owner_id = await hold_current_payee(tx, known, by)
        tx.created(payee.id, status=200)
        if payee.state == "refused":
            return
        await mark_payee_refused(tx, payee, reason, by=by.user_id, at=now)
        await tell_payee(tx, payee, PAYEE_REFUSED, at=now, facts={"reason": reason})
        detail = {"payee": str(payee.id)}
        line = AuditEntry(
            kind, owner_id, now, by.user_id, Role.AUTHORITY, PAYEE_REFUSED, detail, reason
        )
        await write_audit(tx, line)
