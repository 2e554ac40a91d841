"""A second person accepts an invitation and acts for the firm from then on."""

from datetime import datetime
from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import EnterpriseMember, Invitation
from server.clock import Clock
from server.errors import AppError, NotFound
from server.features.enterprises.access import lock_enterprise
from server.features.enterprises.invite import hash_of
from server.features.enterprises.membership import STAFF, find_membership, require_living
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.enterprises import add_member, use_invitation


class InvitationExpired(AppError):
    """The invitation is older than 72 hours, used already, withdrawn, or from before one left."""

    status, code = 410, "invitation_expired"
    title = Text("邀请已失效，请让对方重新邀请", "The invitation has ended; ask for another")


async def accept_invitation(token: str, *, user_id: UUID, clock: Clock) -> UUID:
    """The firm's id. Accepting again, or one's own firm's invitation, changes nothing.

    Raises NotFound for a token that never was, InvitationExpired.
    """
    token_hash = hash_of(token)
    with postgres_errors():
        known = await Invitation.filter(token_hash=token_hash).first()
    if known is None:
        raise NotFound()
    async with transaction() as tx:
        # Two who hold the same token come one after the other; so does a decided dispute.
        await lock_enterprise(tx, known.enterprise_id)
        now = clock.now()
        invitation = await Invitation.get(id=known.id, using_db=tx.connection)
        if await find_membership(user_id, known.enterprise_id, tx=tx) is None:
            await _join(tx, invitation, user_id, now)
        tx.created(known.enterprise_id, status=200)
    return known.enterprise_id


async def _has_left_since(tx: Tx, invitation: Invitation, user_id: UUID) -> bool:
    """Whether they were a member once and left since: what they knew of then opens nothing."""
    left = EnterpriseMember.filter(
        enterprise_id=invitation.enterprise_id,
        user_id=user_id,
        left_at__gte=invitation.created_at,
    )
    return await left.using_db(tx.connection).exists()


async def _join(tx: Tx, invitation: Invitation, user_id: UUID, now: datetime) -> None:
    ended = invitation.used_at is not None or invitation.withdrawn_at is not None
    if ended or invitation.expires_at <= now or await _has_left_since(tx, invitation, user_id):
        raise InvitationExpired()
    await require_living(tx, user_id)
    await use_invitation(tx, invitation, by=user_id, at=now)
    await add_member(tx, invitation.enterprise_id, user_id, STAFF, at=now)
    line = AuditEntry(
        "enterprise",
        invitation.enterprise_id,
        now,
        user_id,
        Role.ENTERPRISE,
        "member.joined",
        {"invitation": str(invitation.id)},
    )
    await write_audit(tx, line)
