"""A firm comes to another owner by the word of the one it has: to a member, or by an invitation."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.tables.enterprises import Enterprise, EnterpriseMember
from server.clock import Clock
from server.errors import Invalid
from server.features.enterprises.membership import (
    OWNER,
    PLATFORM,
    STAFF,
    find_membership,
    lock_enterprise_of,
)
from server.features.enterprises.verify_by_phone import verify_declared
from server.features.members.remove import MemberByGrant
from server.features.messages.events.of_firms import MEMBER_REMOVED, OWNER_CHANGED, OWNER_NOW
from server.features.messages.formats import Fact
from server.features.messages.tell import tell_person
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.enterprises import end_membership, save_role, withdraw_invitations_of

_NO_MEMBER: Final = Text(
    "对方不是这家企业的成员，请先邀请对方加入，或在邀请时选择“移交给对方”",
    "Not a member of this firm: invite them first, or invite them as its owner",
)
_YOURSELF: Final = Text(
    "企业负责人就是您本人，请选择另一位成员接手", "The owner has it already; choose another member"
)


async def hand_over(enterprise_id: UUID, member_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """`member_id` (a person's id) is the owner from now on. Raises NotFound, Forbidden, Invalid,
    MemberByGrant.
    """
    async with transaction() as tx:
        enterprise = await lock_enterprise_of(tx, user_id, enterprise_id, owner=True)
        member = await find_membership(member_id, enterprise_id, tx=tx)
        if member is None or member.role == OWNER:
            words = _NO_MEMBER if member is None else _YOURSELF
            raise Invalid(errors=[Reason("user_id", "not_a_member", words)])
        if member.role == PLATFORM:
            raise MemberByGrant()
        await pass_on(tx, enterprise, member, giver_id=user_id, at=clock.now())
        tx.created(enterprise_id, status=204)


async def pass_on(
    tx: Tx, enterprise: Enterprise, member: EnterpriseMember, *, giver_id: UUID, at: datetime
) -> None:
    """The caller holds the firm, and has seen that `giver_id` owns it.

    Who gave it stays as a member of a firm that is verified. What nobody has proven comes without
    those who held it: else whoever claims a firm could stay in it by handing it to its real owner,
    whose phone then verifies it.
    """
    proven = enterprise.state == "verified"
    live = EnterpriseMember.filter(enterprise_id=enterprise.id, left_at=None)
    others = await live.exclude(id=member.id).using_db(tx.connection).order_by("id")
    for one in others:
        await withdraw_invitations_of(tx, enterprise.id, one.user_id, at=at)
        if not proven and one.role != PLATFORM:
            await end_membership(tx, one, at=at)
        elif one.role == OWNER:
            await save_role(tx, one, STAFF)
    await save_role(tx, member, OWNER)
    about = ("enterprise", enterprise.id, at, giver_id, Role.ENTERPRISE, "owner.changed")
    detail = {"from": str(giver_id), "to": str(member.user_id), "stay": proven}
    await write_audit(tx, AuditEntry(*about, detail))
    await verify_declared(tx, enterprise.id, at)
    await _tell(tx, enterprise, member, others, at, stay=proven)


async def _tell(
    tx: Tx,
    enterprise: Enterprise,
    member: EnterpriseMember,
    others: list[EnterpriseMember],
    at: datetime,
    *,
    stay: bool,
) -> None:
    key, about = f"owner:{member.id}:{at.isoformat()}", dict[str, Fact](enterprise=enterprise.name)
    await tell_person(tx, member.user_id, OWNER_NOW, key=key, at=at, facts=about)
    for one in others:
        remains = stay or one.role == PLATFORM
        event = OWNER_CHANGED if remains else MEMBER_REMOVED
        await tell_person(tx, one.user_id, event, key=key, at=at, facts=about)
