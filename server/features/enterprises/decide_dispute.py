"""The authority decides who a firm belongs to."""

from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Dispute
from server.audiences import Role
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError, NotFound
from server.features.enterprises.access import find_accessible, lock_enterprise
from server.features.enterprises.membership import OWNER
from server.features.enterprises.schemas import DisputeVerdict
from server.features.identity.conflicts import ConflictOfInterest, refuse_conflict
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.enterprises import add_member, mark_claimed, release_firm, save_decision


class DisputeDecided(AppError):
    """Somebody has decided this dispute already."""

    status, code = 409, "dispute_decided"
    title = Text("该异议已有处理结果", "This dispute has been decided")


async def decide_dispute(
    dispute_id: UUID, given: DisputeVerdict, *, by: Identity, clock: Clock
) -> None:
    """`upheld` makes who raised it the owner, and ends everybody else's membership.

    The firm is then `claimed` again: what proved the former owner proves nothing for the new one.
    Raises Forbidden, NotFound, ConflictOfInterest, DisputeDecided.
    """
    known = await find_accessible_dispute(dispute_id, by)
    now = clock.now()
    async with transaction() as tx:
        enterprise = await lock_enterprise(tx, known.enterprise_id)
        dispute = await Dispute.get(id=dispute_id, using_db=tx.connection)
        await _refuse(tx, dispute, by)
        await save_decision(tx, dispute, given.verdict, given.reason, by=by.user_id, at=now)
        if given.verdict == "upheld":
            await release_firm(tx, enterprise.id, at=now)
            await add_member(tx, enterprise.id, dispute.raised_by_id, OWNER, at=now)
            await mark_claimed(tx, enterprise)
        detail = {"dispute": str(dispute.id), "verdict": given.verdict}
        line = AuditEntry(
            "enterprise",
            enterprise.id,
            now,
            by.user_id,
            Role.AUTHORITY,
            "dispute.decided",
            detail,
            given.reason,
        )
        await write_audit(tx, line)
        tx.created(dispute.id, status=200)


async def find_accessible_dispute(dispute_id: UUID, by: Identity) -> Dispute:
    """A dispute about a firm in the scope. Raises Forbidden, NotFound."""
    with postgres_errors():
        found = await Dispute.filter(id=dispute_id).first()
    if found is None:
        raise NotFound()
    await find_accessible(found.enterprise_id, by, Role.AUTHORITY)
    return found


async def _refuse(tx: Tx, dispute: Dispute, by: Identity) -> None:
    if dispute.raised_by_id == by.user_id:
        raise ConflictOfInterest()
    await refuse_conflict(by, role=Role.AUTHORITY, enterprise_id=dispute.enterprise_id, tx=tx)
    if dispute.state != "open":
        raise DisputeDecided()
