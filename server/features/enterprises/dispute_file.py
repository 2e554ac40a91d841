"""A dispute over a firm with both its sides, for whoever decides it."""

from typing import Annotated, Final
from uuid import UUID

import msgspec

from server.edge.web.auth import Identity
from server.edge.web.field_types import Instant, about
from server.features.enterprises.access import find_accessible_dispute
from server.features.enterprises.schemas import EnterpriseView, enterprise_view
from server.roles import READING_FIRMS
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import postgres_errors

_CLAIMANT: Final = """
SELECT coalesce(u.phone_masked, u.contact_masked) AS phone, u.phone_masked IS NOT NULL AS verified
  FROM users u WHERE u.id = $1
"""
# While it is open who acts for the firm now; afterwards who did when it was decided.
_HOLDERS: Final = """
SELECT m.role, m.joined_at, coalesce(u.phone_masked, u.contact_masked) AS phone,
       u.phone_masked IS NOT NULL AS verified
  FROM enterprise_members m JOIN users u ON u.id = m.user_id
 WHERE m.enterprise_id = $1 AND m.user_id <> $2
   AND (m.left_at IS NULL OR m.left_at >= $3)
   AND m.joined_at <= coalesce($3, m.joined_at)
 ORDER BY m.joined_at, m.id
"""
_STAKES: Final = """
SELECT count(*) FILTER (WHERE a.submitted_at IS NOT NULL) AS handed_in,
       count(*) FILTER (WHERE a.status = 'returned') AS returned,
       count(*) FILTER (WHERE a.status = 'draft') AS drafts,
       EXISTS (SELECT 1 FROM payees y WHERE y.enterprise_id = $1 AND y.state <> 'refused')
           AS has_account
  FROM applications a WHERE a.enterprise_id = $1
"""


class DisputeParty(msgspec.Struct, frozen=True):
    """A person of one side; the number shows only its first and last digits."""

    phone: Annotated[
        str | None, about("手机号，已遮盖；空值为没有", "their number, masked; null without one")
    ]
    verified: Annotated[
        bool, about("手机号是否经微信验证", "whether WeChat vouches for the number")
    ]


class FirmHolder(DisputeParty, frozen=True):
    """Somebody who acts for the firm."""

    role: Annotated[
        str, about("owner 负责人，staff 代办人，platform 平台", "owner, staff, platform")
    ]
    joined_at: Annotated[Instant, about("登记时刻", "since when")]


class DisputeFile(msgspec.Struct, frozen=True, kw_only=True):
    """Both sides, and what moves with the firm."""

    id: UUID
    enterprise: Annotated[EnterpriseView, about("有争议的企业", "the firm that it is about")]
    reason: str
    state: Annotated[
        str, about("open 待处理，upheld 支持，dismissed 驳回", "open, upheld or dismissed")
    ]
    raised_at: Instant
    decided_at: Instant | None
    decision: Annotated[
        str | None,
        about("审核人的理由；空值为未决定", "the reviewer's reason; null until it is decided"),
    ]
    claimant: Annotated[DisputeParty | None, about("提出人", "who raised it")]
    holders: Annotated[list[FirmHolder], about("现在登记的人", "who acts for the firm")]
    handed_in: Annotated[int, about("已提交的申请数", "applications that were handed in")]
    returned: Annotated[int, about("待补正的申请数", "of them to be corrected")]
    drafts: Annotated[int, about("草稿数", "drafts")]
    has_account: Annotated[bool, about("是否有收款账户", "whether it has named an account")]


class _Stakes(msgspec.Struct, frozen=True):
    handed_in: int
    returned: int
    drafts: int
    has_account: bool


async def get_dispute_file(dispute_id: UUID, *, by: Identity) -> DisputeFile:
    """Raises Forbidden, NotFound."""
    dispute = await find_accessible_dispute(dispute_id, by, *READING_FIRMS)
    with postgres_errors():
        await dispute.fetch_related("enterprise")
    firm_id, decided_at = dispute.enterprise_id, dispute.decided_at
    holders = await list_rows(
        FirmHolder, _HOLDERS, firm_id, dispute.raised_by_id, decided_at, tx=None
    )
    stakes = await find_row(_Stakes, _STAKES, firm_id, tx=None)
    return DisputeFile(
        id=dispute.id,
        enterprise=enterprise_view(dispute.enterprise),
        reason=dispute.reason,
        state=dispute.state,
        raised_at=dispute.raised_at,
        decided_at=decided_at,
        decision=dispute.decision,
        claimant=await find_row(DisputeParty, _CLAIMANT, dispute.raised_by_id, tx=None),
        holders=holders,
        **msgspec.structs.asdict(stakes or _Stakes(0, 0, 0, has_account=False)),
    )
