"""A reviewer has checked a firm's licence and legal person."""

from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Enterprise
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError
from server.features.enterprises.access import find_accessible, lock_enterprise
from server.features.enterprises.refusals import CodeUnconfirmed
from server.features.identity.conflicts import refuse_conflict
from server.roles import DECIDING_FIRMS, Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.enterprises import mark_verified
from storage.postgres.jobs.enqueue import Job, enqueue


class EnterpriseUnclaimed(AppError):
    """Nobody acts for this firm, so there is nobody whose right could be checked."""

    status, code = 409, "enterprise_unclaimed"
    title = Text(
        "这家企业还没有人登记，请先由企业登记后再核验", "Nobody has registered this firm yet"
    )


async def verify_enterprise(
    enterprise_id: UUID, comment: str, *, by: Identity, clock: Clock
) -> None:
    """`claimed` becomes `verified`; verified already: nothing happens.

    Raises Forbidden, NotFound, ConflictOfInterest, EnterpriseUnclaimed, CodeUnconfirmed.
    """
    known = await find_accessible(enterprise_id, by, *DECIDING_FIRMS)
    async with transaction() as tx:
        enterprise = await lock_enterprise(tx, known.id)
        role = acting_role(by)
        await refuse_conflict(by, role=role, enterprise_id=enterprise.id, tx=tx)
        if enterprise.state == "filed":
            raise EnterpriseUnclaimed()
        if enterprise.code_basis == "stated":
            raise CodeUnconfirmed()
        tx.created(enterprise.id, status=200)
        if enterprise.state == "claimed":
            await _verify(tx, enterprise, comment, by=by, clock=clock)


async def _verify(
    tx: Tx, enterprise: Enterprise, comment: str, *, by: Identity, clock: Clock
) -> None:
    now = clock.now()
    await mark_verified(tx, enterprise, by=by.user_id, at=now)
    line = AuditEntry(
        "enterprise",
        enterprise.id,
        now,
        by.user_id,
        acting_role(by),
        "enterprise.verified",
        {"by": "reviewer"},
        comment or None,
    )
    await write_audit(tx, line)
    await enqueue(tx, Job("enterprise.verified", enterprise.id))


def acting_role(by: Identity) -> str:
    """As what a reviewer of firms acts, for the record."""
    return Role.AUTHORITY if by.holds(Role.AUTHORITY) else Role.DISTRICT
