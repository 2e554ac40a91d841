"""The authority decides who a firm belongs to; both sides are told, and nothing is left halfway."""

from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Dispute, Enterprise
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError
from server.features.enterprises.access import find_accessible_dispute, lock_enterprise
from server.features.enterprises.membership import OWNER
from server.features.enterprises.refusals import CodeUnconfirmed
from server.features.enterprises.schemas import DisputeVerdict
from server.features.exceptions.release_holders import Act, release_holders
from server.features.exceptions.tell_dispute import tell_kept, tell_moved
from server.features.identity.conflicts import ConflictOfInterest, refuse_conflict
from server.roles import Role
from storage.postgres.core.audit import write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.enterprises import (
    add_member,
    mark_claimed,
    mark_verified,
    save_decision,
)


class DisputeDecided(AppError):
    """Somebody has decided this dispute already."""

    status, code = 409, "dispute_decided"
    title = Text("这件异议已有处理结果，请刷新后查看", "This dispute has been decided")


async def decide_dispute(
    dispute_id: UUID, given: DisputeVerdict, *, by: Identity, clock: Clock
) -> None:
    """`upheld` makes who raised it the owner, and ends everybody else's membership.

    What the former owner had only drafted is closed, on its record; what was handed in stays the
    firm's; the account that they named is paid no more. The firm is then `claimed` again, as what
    proved the former owner proves nothing for the new one, unless licence and legal person were
    checked in deciding (`licence_checked`).
    Raises Forbidden, NotFound, ConflictOfInterest, DisputeDecided, CodeUnconfirmed.
    """
    known = await find_accessible_dispute(dispute_id, by, Role.AUTHORITY)
    act = Act(by.user_id, Role.AUTHORITY, given.reason, clock.now(), given.licence_checked)
    async with transaction() as tx:
        enterprise = await lock_enterprise(tx, known.enterprise_id)
        dispute = await Dispute.get(id=dispute_id, using_db=tx.connection)
        await _refuse(tx, enterprise, dispute, by, licence_checked=given.licence_checked)
        await save_decision(tx, dispute, given.verdict, given.reason, by=by.user_id, at=act.now)
        line = act.line(
            "enterprise",
            enterprise.id,
            "dispute.decided",
            dispute=str(dispute.id),
            verdict=given.verdict,
        )
        await write_audit(tx, line)
        if given.verdict == "upheld":
            await _hand_over(tx, enterprise, dispute, act)
        else:
            await tell_kept(tx, enterprise, dispute, at=act.now)
        if given.licence_checked:
            await mark_verified(tx, enterprise, by=by.user_id, at=act.now)
            line = act.line("enterprise", enterprise.id, "enterprise.verified", by="dispute")
            await write_audit(tx, line)
        tx.created(dispute.id, status=200)


async def _refuse(
    tx: Tx, enterprise: Enterprise, dispute: Dispute, by: Identity, *, licence_checked: bool
) -> None:
    if dispute.raised_by_id == by.user_id:
        raise ConflictOfInterest()
    await refuse_conflict(by, role=Role.AUTHORITY, enterprise_id=dispute.enterprise_id, tx=tx)
    if dispute.state != "open":
        raise DisputeDecided()
    if licence_checked and enterprise.code_basis == "stated":
        raise CodeUnconfirmed()


async def _hand_over(tx: Tx, enterprise: Enterprise, dispute: Dispute, act: Act) -> None:
    handover = await release_holders(tx, enterprise, dispute, act)
    await add_member(tx, enterprise.id, dispute.raised_by_id, OWNER, at=act.now)
    await mark_claimed(tx, enterprise)
    await tell_moved(tx, enterprise, dispute, handover, at=act.now)
