"""The owner of a firm invites a second person to act for it."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal
from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Invitation
from server.allowances import MOST_OPEN_INVITATIONS
from server.clock import Clock
from server.errors import AppError, NotFound
from server.features.enterprises.membership import OWNER, enterprise_of, lock_enterprise_of
from server.features.enterprises.schemas import InvitationView
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.enterprises import add_invitation

VALID_FOR = timedelta(hours=72)
_TOKEN_BYTES = 32
Invited = Literal["staff", "owner"]


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """The only moment at which the token is known here; the table keeps its hash."""

    id: UUID
    token: str = field(repr=False)
    expires_at: datetime


class TooManyInvitations(AppError):
    """The firm has as many open invitations as it may have."""

    status, code = 409, "too_many_invitations"
    title = Text(
        "本企业还没有用掉的邀请太多了，请先撤回不需要的邀请，再邀请新的人",
        "Too many invitations of the firm are open; withdraw those that are not needed first",
    )


def hash_of(token: str) -> str:
    """SHA-256 (hex)."""
    return sha256(token.encode()).hexdigest()


async def invite_member(
    enterprise_id: UUID, role: Invited = "staff", *, user_id: UUID, clock: Clock
) -> NewInvitation:
    """A single-use token of 256 bits, good for 72 hours; by `owner` the firm is handed over.

    Raises NotFound, TooManyInvitations, or Forbidden for whoever joined by an invitation themselves.
    """
    now = clock.now()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    async with transaction() as tx:
        enterprise = await lock_enterprise_of(tx, user_id, enterprise_id, owner=True)
        await _refuse_too_many(tx, enterprise.id, now)
        invitation = Invitation(
            enterprise_id=enterprise.id,
            token_hash=hash_of(token),
            role=role,
            invited_by_id=user_id,
            created_at=now,
            expires_at=now + VALID_FOR,
        )
        await add_invitation(tx, invitation)
        detail = {"invitation": str(invitation.id), "role": role}
        await write_audit(
            tx,
            AuditEntry(
                "enterprise", enterprise.id, now, user_id, Role.ENTERPRISE, "member.invited", detail
            ),
        )
        tx.created(invitation.id)
    return NewInvitation(invitation.id, token, invitation.expires_at)


async def _refuse_too_many(tx: Tx, enterprise_id: UUID, now: datetime) -> None:
    """Counted under the firm's lock. Raises TooManyInvitations."""
    still_open = Invitation.filter(
        enterprise_id=enterprise_id, used_at__isnull=True, withdrawn_at=None, expires_at__gt=now
    )
    if await still_open.using_db(tx.connection).count() >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitations()


async def get_invitation(invitation_id: UUID, *, user_id: UUID) -> InvitationView:
    """Without its token. Raises NotFound for whoever does not act for the firm."""
    with postgres_errors():
        found = await Invitation.filter(id=invitation_id).first()
    if found is None:
        raise NotFound()
    await enterprise_of(user_id, found.enterprise_id)
    role: Invited = "owner" if found.role == OWNER else "staff"
    return InvitationView(found.id, found.enterprise_id, role, None, found.expires_at)
