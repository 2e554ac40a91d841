"""Writes of firms, with their members, invitations and disputes. The caller holds the firm's row."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from models.tables.enterprises import Dispute, Enterprise, EnterpriseMember, Invitation
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx

_ADD = """
INSERT INTO enterprises (id, uscc, name, district, sector, employees, annual_revenue_fen,
    registered_on, registered_city, in_service_zone, state, version, created_at, code_basis)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13)
    ON CONFLICT (uscc) DO NOTHING RETURNING id
"""
_VERIFY_BY_PHONE = """
UPDATE enterprises e SET state = 'verified', verified_at = $2, version = e.version + 1
  FROM enterprise_members m JOIN users u ON u.id = m.user_id
 WHERE m.enterprise_id = e.id AND m.role = 'owner' AND m.left_at IS NULL
   AND e.state = 'claimed' AND e.code_basis <> 'stated' AND u.phone_index = e.declared_phone_index
   AND {whose} = $1
RETURNING e.id
"""
# Only the owner's own phone counts: otherwise whoever claims a firm that is not theirs could
# have it verified by inviting its real contact.
_VERIFY_OWNED: Final = _VERIFY_BY_PHONE.format(whose="u.id")
_VERIFY_ONE: Final = _VERIFY_BY_PHONE.format(whose="e.id")
_UNLINK = "UPDATE platforms SET enterprise_id = NULL WHERE enterprise_id = $1"


async def add_enterprise(tx: Tx, firm: Enterprise) -> bool:
    """False if the code is known already; two who add it at once come one after the other."""
    made = await tx.raw.fetchval(
        _ADD,
        firm.id,
        firm.uscc,
        firm.name,
        firm.district,
        firm.sector,
        firm.employees,
        firm.annual_revenue_fen,
        firm.registered_on,
        firm.registered_city,
        firm.in_service_zone,
        firm.state,
        firm.created_at,
        firm.code_basis,
    )
    return made is not None


async def save_enterprise(tx: Tx, firm: Enterprise) -> None:
    """What was set on it is its next version."""
    firm.version += 1
    await firm.save(using_db=tx.connection)


async def mark_claimed(tx: Tx, firm: Enterprise) -> None:
    """Somebody acts for it now; what proved a former owner proves nothing for the new one."""
    firm.state, firm.verified_at, firm.verified_by_id = "claimed", None, None
    await save_enterprise(tx, firm)


async def mark_verified(tx: Tx, firm: Enterprise, *, by: UUID, at: datetime) -> None:
    firm.state, firm.verified_at, firm.verified_by_id = "verified", at, by
    await save_enterprise(tx, firm)


async def mark_code_confirmed(tx: Tx, firm: Enterprise) -> None:
    """Its code was compared with the licence."""
    firm.code_basis = "confirmed"
    await save_enterprise(tx, firm)


async def verify_owned_by_phone(tx: Tx, user_id: UUID, *, at: datetime) -> list[UUID]:
    """Verify what the person owns and whose platform declared their phone; the firms' ids."""
    return await list_ids(_VERIFY_OWNED, user_id, at, tx=tx)


async def verify_one_by_phone(tx: Tx, enterprise_id: UUID, *, at: datetime) -> list[UUID]:
    """The same for one firm, whoever owns it."""
    return await list_ids(_VERIFY_ONE, enterprise_id, at, tx=tx)


async def add_member(
    tx: Tx, enterprise_id: UUID, user_id: UUID, role: Literal["owner", "staff"], *, at: datetime
) -> EnterpriseMember:
    """The person acts for the firm from now on."""
    return await EnterpriseMember.create(
        using_db=tx.connection,
        enterprise_id=enterprise_id,
        user_id=user_id,
        role=role,
        joined_at=at,
    )


async def save_role(tx: Tx, member: EnterpriseMember, role: Literal["owner", "staff"]) -> None:
    """Waits for what they are just doing, which holds the membership."""
    member.role = role
    await member.save(using_db=tx.connection, update_fields=["role"])


async def release_firm(tx: Tx, enterprise_id: UUID, *, at: datetime) -> None:
    """Nobody acts for it: members leave, their invitations open nothing, no platform is this firm."""
    members = EnterpriseMember.filter(enterprise_id=enterprise_id, left_at=None)
    await members.using_db(tx.connection).update(left_at=at)
    await _withdraw(tx, at, enterprise_id=enterprise_id)
    await tx.raw.execute(_UNLINK, enterprise_id)


async def mark_left(tx: Tx, firm: Enterprise, *, at: datetime) -> None:
    """Nobody acts for it from this moment on, and whoever takes it up next is somebody else."""
    await release_firm(tx, firm.id, at=at)
    firm.released_at = at
    if firm.state == "claimed":
        firm.state = "filed"
    await save_enterprise(tx, firm)


async def end_membership(tx: Tx, member: EnterpriseMember, *, at: datetime) -> None:
    """Waits for what they are just doing, which holds the membership."""
    member.left_at = at
    await member.save(using_db=tx.connection, update_fields=["left_at"])


async def add_invitation(tx: Tx, invitation: Invitation) -> None:
    await invitation.save(using_db=tx.connection, force_create=True)


async def withdraw_invitation(tx: Tx, invitation: Invitation, *, at: datetime) -> None:
    """It opens nothing any more."""
    await _withdraw(tx, at, id=invitation.id)


async def withdraw_invitations_of(
    tx: Tx, enterprise_id: UUID, user_id: UUID, *, at: datetime
) -> None:
    """The same for all that this person made and nobody has used."""
    await _withdraw(tx, at, enterprise_id=enterprise_id, invited_by_id=user_id)


async def _withdraw(tx: Tx, at: datetime, **which: UUID) -> None:
    unused = Invitation.filter(used_at=None, withdrawn_at=None, **which)
    await unused.using_db(tx.connection).update(withdrawn_at=at)


async def use_invitation(tx: Tx, invitation: Invitation, *, by: UUID, at: datetime) -> None:
    """It opens nothing any more."""
    invitation.used_at, invitation.used_by_id = at, by
    await invitation.save(using_db=tx.connection, update_fields=["used_at", "used_by_id"])


async def add_dispute(tx: Tx, dispute: Dispute) -> None:
    await dispute.save(using_db=tx.connection, force_create=True)


async def save_decision(
    tx: Tx, dispute: Dispute, verdict: str, decision: str, *, by: UUID | None, at: datetime
) -> None:
    """`verdict`: upheld or dismissed; `decision` is the reason in words; without `by` what is on
    record decided."""
    dispute.state, dispute.decision = verdict, decision
    dispute.decided_at, dispute.decided_by_id = at, by
    await dispute.save(using_db=tx.connection)
