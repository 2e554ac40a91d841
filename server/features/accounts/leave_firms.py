"""A person who goes leaves every firm that they act for; what the firm handed in stays the firm's."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.enterprises import Dispute, Enterprise, EnterpriseMember
from server.features.applications.close_drafts import close_drafts
from server.features.enterprises.access import lock_enterprise
from server.features.enterprises.membership import OWNER, find_membership
from server.features.messages.events.of_firms import FIRM_OWNERLESS, MEMBER_LEFT
from server.features.messages.tell import tell_person
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.rows import list_ids
from storage.postgres.core.transaction import Tx
from storage.postgres.enterprises import (
    end_membership,
    mark_left,
    save_decision,
    withdraw_invitations_of,
)
from storage.postgres.erasure import forget_drafts
from storage.postgres.jobs.enqueue import Job, enqueue

_GONE: Final = "提出异议的人已注销账号，异议随之撤销"
_DRAFTED: Final = "企业最后一位成员已注销账号，未提交的草稿关闭，内容和材料删除"
# With the firms that they dispute: whoever decides such a dispute holds the firm.
_FIRMS: Final = """
SELECT enterprise_id AS id FROM enterprise_members WHERE user_id = $1 AND left_at IS NULL
 UNION SELECT enterprise_id FROM disputes WHERE raised_by_id = $1 AND state = 'open' ORDER BY id
"""


async def leave_firms(tx: Tx, user_id: UUID, *, at: datetime) -> int:
    """How many were left; 0 once there are none. Holds each firm, in the order of their ids.

    Acts of theirs under way end before, since each holds its membership; later ones find nothing.
    """
    firms = await list_ids(_FIRMS, user_id, tx=tx)
    for firm_id in firms:
        enterprise = await lock_enterprise(tx, firm_id)
        member = await find_membership(user_id, firm_id, tx=tx)
        if member is not None:
            await _leave(tx, enterprise, member, at)
        await _withdraw_disputes(tx, firm_id, user_id, at)
    return len(firms)


async def _leave(tx: Tx, enterprise: Enterprise, member: EnterpriseMember, at: datetime) -> None:
    others = EnterpriseMember.filter(enterprise_id=enterprise.id, left_at=None)
    left = await others.exclude(id=member.id).using_db(tx.connection).order_by("id")
    if not left:
        await _empty(tx, enterprise, member.user_id, at)
    await end_membership(tx, member, at=at)
    await withdraw_invitations_of(tx, enterprise.id, member.user_id, at=at)
    about = ("enterprise", enterprise.id, at, member.user_id, Role.ENTERPRISE)
    detail = {"member": str(member.user_id), "by": "erased"}
    await write_audit(tx, AuditEntry(*about, "member.left", detail))
    if left:
        await _tell(tx, enterprise, member, left, at)
        return
    await mark_left(tx, enterprise, at=at)
    await write_audit(tx, AuditEntry(*about, "enterprise.released"))


async def _empty(tx: Tx, enterprise: Enterprise, user_id: UUID, at: datetime) -> None:
    """Before the membership ends: who submits a draft holds the draft first, then that."""

    def closed(draft: UUID) -> AuditEntry:
        about = ("application", draft, at, user_id, Role.ENTERPRISE, "withdrawn")
        return AuditEntry(*about, {}, _DRAFTED)

    await close_drafts(tx, enterprise.id, closed, at=at)
    papers = await forget_drafts(tx, enterprise.id, by=user_id, at=at)
    await enqueue(tx, *(Job("evidence.deleted", paper) for paper in papers))


async def _tell(
    tx: Tx,
    enterprise: Enterprise,
    member: EnterpriseMember,
    left: list[EnterpriseMember],
    at: datetime,
) -> None:
    """Its owners that somebody left, without their number; where none is left, everybody that."""
    owners = [one for one in left if one.role == OWNER]
    event = MEMBER_LEFT if owners else FIRM_OWNERLESS
    if not owners and member.role != OWNER:
        return
    facts = {
        "enterprise": enterprise.name,
        "phone": "",
        "left": "是",
        "left_en": "yes",
        "invitations": "",
    }
    for one in owners or left:
        await tell_person(tx, one.user_id, event, key=f"member:{member.id}", at=at, facts=facts)


async def _withdraw_disputes(tx: Tx, firm_id: UUID, user_id: UUID, at: datetime) -> None:
    own = Dispute.filter(enterprise_id=firm_id, raised_by_id=user_id, state="open")
    for dispute in await own.using_db(tx.connection):
        await save_decision(tx, dispute, "dismissed", _GONE, by=None, at=at)
        detail = {"dispute": str(dispute.id), "verdict": "dismissed", "by": "erased"}
        about = ("enterprise", firm_id, at, None, "system", "dispute.decided")
        await write_audit(tx, AuditEntry(*about, detail, _GONE))
