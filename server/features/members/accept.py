"""Somebody accepts an invitation and acts for the firm from then on, or owns it."""

from datetime import datetime
from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Enterprise, EnterpriseMember, Invitation
from models.tables.people import User
from server.clock import Clock
from server.errors import AppError, NotFound
from server.features.enterprises.access import lock_enterprise
from server.features.enterprises.invite import hash_of
from server.features.enterprises.membership import (
    OWNER,
    STAFF,
    find_membership,
    require_living,
)
from server.features.members.hand_over import pass_on
from server.features.messages.events.of_firms import MEMBER_JOINED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_person
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.enterprises import add_member, use_invitation


class InvitationExpired(AppError):
    """The invitation is older than 72 hours, used already, withdrawn, or from before one left."""

    status, code = 410, "invitation_expired"
    title = Text("邀请已失效，请让对方重新邀请", "The invitation has ended; ask for another")


async def accept_invitation(token: str, *, user_id: UUID, clock: Clock) -> UUID:
    """The firm's id. Accepting again, or one's own firm's invitation as a member, changes nothing.

    By one as its owner the firm is handed over, if who invited owns it still. Raises NotFound for
    a token that never was, InvitationExpired.
    """
    token_hash = hash_of(token)
    with postgres_errors():
        known = await Invitation.filter(token_hash=token_hash).first()
    if known is None:
        raise NotFound()
    async with transaction() as tx:
        # Two who hold the same token come one after the other; so does a decided dispute.
        enterprise = await lock_enterprise(tx, known.enterprise_id)
        now = clock.now()
        invitation = await Invitation.get(id=known.id, using_db=tx.connection)
        member = await find_membership(user_id, known.enterprise_id, tx=tx)
        takes_over = invitation.role == OWNER and (member is None or member.role == STAFF)
        if member is None or takes_over:
            await _refuse_ended(tx, invitation, user_id, now)
            await use_invitation(tx, invitation, by=user_id, at=now)
        if member is None:
            member = await _join(tx, enterprise, invitation, user_id, now)
        if takes_over:
            await pass_on(tx, enterprise, member, giver_id=invitation.invited_by_id, at=now)
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


async def _refuse_ended(tx: Tx, invitation: Invitation, user_id: UUID, now: datetime) -> None:
    """Raises InvitationExpired, also where who gave the firm away does not own it any more."""
    ended = invitation.used_at is not None or invitation.withdrawn_at is not None
    if ended or invitation.expires_at <= now or await _has_left_since(tx, invitation, user_id):
        raise InvitationExpired()
    giver = await find_membership(invitation.invited_by_id, invitation.enterprise_id, tx=tx)
    if invitation.role == OWNER and (giver is None or giver.role != OWNER):
        raise InvitationExpired()


async def _join(
    tx: Tx, enterprise: Enterprise, invitation: Invitation, user_id: UUID, now: datetime
) -> EnterpriseMember:
    """As a member; its owners are told, but for one who gives it away, who is told that."""
    await require_living(tx, user_id)
    member = await add_member(tx, enterprise.id, user_id, STAFF, at=now)
    about = ("enterprise", enterprise.id, now, user_id, Role.ENTERPRISE)
    await write_audit(tx, AuditEntry(*about, "member.joined", {"invitation": str(invitation.id)}))
    if invitation.role != OWNER:
        await _tell(tx, enterprise, member, now)
    return member


async def _tell(tx: Tx, enterprise: Enterprise, member: EnterpriseMember, now: datetime) -> None:
    owners = EnterpriseMember.filter(enterprise_id=enterprise.id, role=OWNER, left_at=None)
    user = await User.get(id=member.user_id, using_db=tx.connection)
    facts: dict[str, Fact] = {"enterprise": enterprise.name, "phone": user.phone_masked or ""}
    for one in await owners.using_db(tx.connection).order_by("id"):
        key = f"joined:{member.id}"
        await tell_person(tx, one.user_id, MEMBER_JOINED, key=key, at=now, facts=facts)
