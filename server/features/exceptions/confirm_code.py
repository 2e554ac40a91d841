"""A reviewer confirms by the licence a code whose check character is wrong, on record and told."""

from uuid import UUID

from models.rules.reasons import Text
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError
from server.features.enterprises.access import find_accessible, lock_enterprise
from server.features.enterprises.verify import acting_role
from server.features.identity.conflicts import refuse_conflict
from server.features.messages.events.of_firms import CODE_CONFIRMED
from server.features.messages.tell import tell_firm
from server.roles import DECIDING_FIRMS
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.enterprises import mark_code_confirmed


class CodeNotInDoubt(AppError):
    """The check character is right, so there is nothing to confirm."""

    status, code = 409, "code_not_in_doubt"
    title = Text(
        "该企业的统一社会信用代码校验正确，不用另行确认，请直接核实企业",
        "The check character of this firm's code is right; verify the firm without confirming it",
    )


async def confirm_code(enterprise_id: UUID, comment: str, *, by: Identity, clock: Clock) -> None:
    """`stated` becomes `confirmed`; confirmed already: nothing happens.

    Raises Forbidden, NotFound, ConflictOfInterest, CodeNotInDoubt.
    """
    now = clock.now()
    known = await find_accessible(enterprise_id, by, *DECIDING_FIRMS)
    async with transaction() as tx:
        enterprise = await lock_enterprise(tx, known.id)
        role = acting_role(by)
        await refuse_conflict(by, role=role, enterprise_id=enterprise.id, tx=tx)
        if enterprise.code_basis == "standard":
            raise CodeNotInDoubt()
        tx.created(enterprise.id, status=200)
        if enterprise.code_basis == "confirmed":
            return
        await mark_code_confirmed(tx, enterprise)
        line = AuditEntry(
            "enterprise", enterprise.id, now, by.user_id, role, "code.confirmed", comment=comment
        )
        await write_audit(tx, line)
        key, facts = f"code:{enterprise.id}", {"enterprise": enterprise.name}
        await tell_firm(tx, enterprise.uscc, CODE_CONFIRMED, key=key, at=now, facts=facts)
