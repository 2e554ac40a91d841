"""The authority decides who a firm belongs to."""

from datetime import datetime
from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Dispute, Enterprise, EnterpriseMember, Invitation
from server.audiences import Role
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError, NotFound
from server.features.enterprises.access import find_reachable, lock_enterprise
from server.features.enterprises.membership import OWNER
from server.features.enterprises.schemas import DisputeVerdict
from server.features.identity.conflicts import ConflictOfInterest, refuse_conflict
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction


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
    known = await find_reachable_dispute(dispute_id, by)
    now = clock.now()
    async with transaction() as tx:
        enterprise = await lock_enterprise(tx, known.enterprise_id)
        dispute = await Dispute.get(id=dispute_id, using_db=tx.connection)
        await _refuse(tx, dispute, by)
        _note(dispute, given, by, now)
        await dispute.save(using_db=tx.connection)
        if given.verdict == "upheld":
            await _hand_over(tx, enterprise, dispute, now)
        detail = {"dispute": str(dispute.id), "verdict": given.verdict}
        line = AuditLine(
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


async def find_reachable_dispute(dispute_id: UUID, by: Identity) -> Dispute:
    """A dispute about a firm in the scope. Raises Forbidden, NotFound."""
    with postgres_errors():
        found = await Dispute.filter(id=dispute_id).first()
    if found is None:
        raise NotFound()
    await find_reachable(found.enterprise_id, by, Role.AUTHORITY)
    return found


async def _refuse(tx: Tx, dispute: Dispute, by: Identity) -> None:
    if dispute.raised_by_id == by.user_id:
        raise ConflictOfInterest()
    await refuse_conflict(by, role=Role.AUTHORITY, enterprise_id=dispute.enterprise_id, tx=tx)
    if dispute.state != "open":
        raise DisputeDecided()


def _note(dispute: Dispute, given: DisputeVerdict, by: Identity, now: datetime) -> None:
    dispute.state, dispute.decision = given.verdict, given.reason
    dispute.decided_at, dispute.decided_by_id = now, by.user_id


async def _hand_over(tx: Tx, enterprise: Enterprise, dispute: Dispute, now: datetime) -> None:
    """Former members leave, and what they sent out to others opens nothing any more."""
    members = EnterpriseMember.filter(enterprise_id=enterprise.id, left_at=None)
    await members.using_db(tx.connection).update(left_at=now)
    # A platform that had said the firm was its own is not that firm any more.
    await tx.raw.execute(
        "UPDATE platforms SET enterprise_id = NULL WHERE enterprise_id = $1", enterprise.id
    )
    open_ones = Invitation.filter(enterprise_id=enterprise.id, used_at=None, expires_at__gt=now)
    await open_ones.using_db(tx.connection).update(expires_at=now)
    await EnterpriseMember.create(
        using_db=tx.connection,
        enterprise_id=enterprise.id,
        user_id=dispute.raised_by_id,
        role=OWNER,
        joined_at=now,
    )
    enterprise.state, enterprise.verified_at, enterprise.verified_by_id = "claimed", None, None
    enterprise.version += 1
    await enterprise.save(using_db=tx.connection)
