"""Invitations of a firm that can still be accepted, and their withdrawal by its owner."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.reasons import Text
from models.tables.enterprises import Invitation
from server.clock import Clock
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import AppError, NotFound
from server.features.enterprises.membership import lock_enterprise_of, require_owner
from server.features.members.schemas import OpenInvitation
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import transaction
from storage.postgres.enterprises import withdraw_invitation

_LIST: Final = """
SELECT i.id, i.role, i.created_at, i.expires_at, i.invited_by_id, u.phone_masked AS invited_by_phone
  FROM invitations i LEFT JOIN users u ON u.id = i.invited_by_id
 WHERE i.enterprise_id = $1 AND i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $2
   AND ($3::timestamptz IS NULL OR (i.created_at, i.id) > ($3, $4::uuid))
 ORDER BY i.created_at, i.id LIMIT $5
"""


class InvitationUsed(AppError):
    """Somebody has joined by it, so that there is nothing to withdraw."""

    status, code = 409, "invitation_used"
    title = Text(
        "对方已接受这份邀请，不能再撤回；不再由其办理的，请在成员里移出",
        "Somebody has accepted it already; remove that member instead",
    )


async def list_invitations(
    enterprise_id: UUID, query: Query, *, user_id: UUID, clock: Clock
) -> Page[OpenInvitation]:
    """The oldest first. Raises NotFound, Forbidden for who is not its owner."""
    await require_owner(enterprise_id, user_id)
    after = decode_cursor(query.cursor, tuple[datetime, UUID]) or (None, None)
    rows = await list_rows(
        OpenInvitation, _LIST, enterprise_id, clock.now(), *after, query.limit + 1, tx=None
    )
    shown, cursor = page_of(rows, query.limit, lambda row: (row.created_at, row.id))
    return Page(shown, cursor)


async def withdraw_own_invitation(
    enterprise_id: UUID, invitation_id: UUID, *, user_id: UUID, clock: Clock
) -> None:
    """It opens nothing from now on; one that has ended already stays as it is.

    Raises NotFound, Forbidden, InvitationUsed.
    """
    async with transaction() as tx:
        await lock_enterprise_of(tx, user_id, enterprise_id, owner=True)
        found = Invitation.filter(id=invitation_id, enterprise_id=enterprise_id)
        invitation = await found.using_db(tx.connection).first()
        if invitation is None:
            raise NotFound()
        if invitation.used_at is not None:
            raise InvitationUsed()
        if invitation.withdrawn_at is not None:
            return
        now = clock.now()
        await withdraw_invitation(tx, invitation, at=now)
        detail = {"invitation": str(invitation.id)}
        about = ("enterprise", enterprise_id, now, user_id, Role.ENTERPRISE)
        await write_audit(tx, AuditEntry(*about, "invitation.withdrawn", detail))
