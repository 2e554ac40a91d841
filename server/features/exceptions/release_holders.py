"""Takes a firm from those who act for it: their drafts close, their account is paid no more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.applications import Application
from models.tables.enterprises import Dispute, Enterprise, EnterpriseMember
from server.features.applications.close_drafts import close_drafts
from server.features.exceptions.tell_dispute import Handover
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.enterprises import release_firm
from storage.postgres.payees import retire_firm_payee

_CLOSED: Final = "企业归属异议成立，原登记人的草稿关闭"


@dataclass(frozen=True, slots=True)
class Act:
    """By whom (None: by what is on record), as what and why a firm passes on, and when."""

    actor_id: UUID | None
    role: str
    reason: str
    now: datetime
    licence_checked: bool = False

    def line(self, kind: str, subject: UUID, event: str, **detail: object) -> AuditEntry:
        reason = _CLOSED if kind == "application" else self.reason
        about = (kind, subject, self.now, self.actor_id, self.role, event)
        return AuditEntry(*about, detail, reason)


async def release_holders(tx: Tx, enterprise: Enterprise, dispute: Dispute, act: Act) -> Handover:
    """Nobody acts for it afterwards; what was handed in stays the firm's. The caller holds its row."""
    members = EnterpriseMember.filter(enterprise_id=enterprise.id, left_at=None)
    losers = await members.using_db(tx.connection).order_by("id").values_list("user_id", flat=True)
    closed = await close_drafts(
        tx,
        enterprise.id,
        lambda draft: act.line("application", draft, "withdrawn", dispute=str(dispute.id)),
        at=act.now,
    )
    await release_firm(tx, enterprise.id, at=act.now)
    retired = await retire_firm_payee(tx, enterprise.id, at=act.now)
    lines = (
        act.line("enterprise", enterprise.id, "payee.retired", payee=str(one)) for one in retired
    )
    await write_audit(tx, *lines)
    kept = Application.filter(enterprise_id=enterprise.id, submitted_at__isnull=False)
    return Handover(
        [UUID(str(one)) for one in losers if one != dispute.raised_by_id],
        closed,
        await kept.using_db(tx.connection).count(),
        await kept.filter(status="returned").using_db(tx.connection).count(),
        act.licence_checked,
        bool(retired),
    )
