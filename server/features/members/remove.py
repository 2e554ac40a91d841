"""A member of a firm is let go by its owner, or leaves; from then on nothing of it is theirs."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from models.tables.enterprises import Enterprise, EnterpriseMember
from server.clock import Clock
from server.errors import AppError, NotFound
from server.features.enterprises.membership import (
    OWNER,
    PLATFORM,
    find_membership,
    lock_enterprise_of,
)
from server.features.messages.events.of_firms import MEMBER_LEFT, MEMBER_REMOVED
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_person
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.enterprises import end_membership, withdraw_invitations_of

_LEFT: Final = """
SELECT (SELECT u.phone_masked FROM users u WHERE u.id = $2) AS phone,
       (SELECT count(*) FROM invitations i WHERE i.enterprise_id = $1 AND i.used_at IS NULL
           AND i.withdrawn_at IS NULL AND i.expires_at > $3) AS invitations,
       ARRAY(SELECT m.user_id FROM enterprise_members m WHERE m.enterprise_id = $1
                AND m.role = 'owner' AND m.left_at IS NULL ORDER BY m.user_id) AS owners
"""


class LastOwner(AppError):
    """Without them nobody could act for the firm, or let anybody else."""

    status, code = 409, "last_owner"
    title = Text(
        "您是这家企业唯一的负责人，不能退出；企业已由他人负责的，请对方提出企业归属异议",
        "You are its only owner and cannot leave; who runs the firm now can raise a dispute over it",
    )


class MemberByGrant(AppError):
    """A platform's staff act for its firm as long as they have the platform's role, and no longer."""

    status, code = 409, "member_by_grant"
    title = Text(
        "这位成员是平台人员，不能在这里移出；不再由其办理的，请联系主管部门收回其平台角色",
        "They act for the firm by their role at the platform; have the authority take that role back",
    )


class _Left(msgspec.Struct, frozen=True):
    """Who has gone, as owners know them, and what is left: open invitations, owners."""

    phone: str | None
    invitations: int
    owners: list[UUID]


async def remove_member(
    enterprise_id: UUID, member_id: UUID, *, user_id: UUID, clock: Clock
) -> None:
    """The owner removes `member_id` (a person's id), or a member leaves; what they invited ends.

    Acts of theirs under way end before, those that come later find nothing: each holds its
    membership (`hold_membership`). Raises NotFound, Forbidden, LastOwner, MemberByGrant.
    """
    async with transaction() as tx:
        leaves = member_id == user_id
        enterprise = await lock_enterprise_of(tx, user_id, enterprise_id, owner=not leaves)
        member = await find_membership(member_id, enterprise_id, tx=tx)
        if member is None:
            raise NotFound()
        if member.role == PLATFORM:
            raise MemberByGrant()
        if member.role == OWNER and not await _has_other_owner(tx, member):
            raise LastOwner()
        now = clock.now()
        await end_membership(tx, member, at=now)
        await withdraw_invitations_of(tx, enterprise_id, member_id, at=now)
        event = "member.left" if leaves else "member.removed"
        about = ("enterprise", enterprise_id, now, user_id, Role.ENTERPRISE)
        await write_audit(tx, AuditEntry(*about, event, {"member": str(member_id)}))
        await _tell(tx, enterprise, member, leaves=leaves, at=now)


async def _has_other_owner(tx: Tx, member: EnterpriseMember) -> bool:
    owners = EnterpriseMember.filter(
        enterprise_id=member.enterprise_id, role=OWNER, left_at=None
    ).exclude(id=member.id)
    return await owners.using_db(tx.connection).exists()


async def _tell(
    tx: Tx, enterprise: Enterprise, member: EnterpriseMember, *, leaves: bool, at: datetime
) -> None:
    (left,) = await list_rows(_Left, _LEFT, enterprise.id, member.user_id, at, tx=tx)
    key = f"member:{member.id}"
    about: dict[str, Fact] = {"enterprise": enterprise.name}
    if not leaves:
        await tell_person(tx, member.user_id, MEMBER_REMOVED, key=key, at=at, facts=about)
    gone: dict[str, Fact] = about | {
        "phone": left.phone or "",
        "left": "是" if leaves else "",
        "left_en": "yes" if leaves else "",
        "invitations": left.invitations or "",
    }
    for owner in left.owners:
        await tell_person(tx, owner, MEMBER_LEFT, key=key, at=at, facts=gone)
