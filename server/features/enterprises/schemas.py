"""Bodies and answers about enterprises."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from models.rules.text import limits
from models.tables.enterprises import Enterprise
from server.edge.web.bodies import Body
from server.edge.web.field_types import (
    Count,
    Day,
    Fen,
    FirmName,
    Instant,
    LongText,
    Place,
    Reasoning,
    Token,
    Uscc,
    about,
)

Sector = Annotated[str, Meta(min_length=1, max_length=limits.SECTOR)]


class FirmRecord(Body, frozen=True):
    """A firm's record beside its code; money in fen, `registered_on` a day."""

    name: FirmName
    district: Place
    sector: Sector
    employees: Count
    annual_revenue_fen: Fen
    registered_on: Day
    registered_city: Place
    in_service_zone: bool


class EnterpriseParticulars(FirmRecord, frozen=True):
    """What an SME says about itself."""

    uscc: Uscc
    code_on_licence: Annotated[
        bool,
        about(
            "代码的校验位不对，但与营业执照一致；由审核人员核对执照后确认",
            "its check character is wrong, yet it is the licence's; a reviewer confirms it",
            False,
        ),
    ] = False


class RaisedDispute(Body, frozen=True):
    uscc: Uscc
    reason: Reasoning


class DisputeVerdict(Body, frozen=True):
    verdict: Annotated[
        Literal["upheld", "dismissed"], about("upheld 支持，dismissed 驳回", "upheld or dismissed")
    ]
    reason: Reasoning
    licence_checked: Annotated[
        bool,
        about(
            "裁定时已核对营业执照和法定代表人；为真则企业同时成为已核实",
            "licence and legal person were checked in deciding; the firm is then verified as well",
            True,
        ),
    ] = False


class Verification(Body, frozen=True):
    """That licence and legal person were checked, with a remark if there is one."""

    comment: Annotated[
        LongText, about("备注，可空", "a remark, may be empty", "营业执照与法定代表人一致")
    ] = ""


class CodeConfirmation(Body, frozen=True):
    """That the code, whose check character is wrong, is the one on the licence."""

    comment: Annotated[
        Reasoning,
        about(
            "核对了哪份材料、结果如何",
            "which paper was compared, and the outcome",
            "已核对营业执照原件，18 位代码与登记一致",
        ),
    ]


class InvitationWish(Body, frozen=True):
    """As what they are invited; left out, to act for the firm beside its owner."""

    role: Annotated[
        Literal["staff", "owner"],
        about(
            "staff 代办人；owner 移交给对方，接受后对方成为负责人",
            "a member; or `owner`: the firm is handed over to who accepts",
            "staff",
        ),
    ] = "staff"


class InvitationToken(Body, frozen=True):
    token: Annotated[Token, about("收到的邀请码", "the token that was received", "9tq1Zk3VbX0w")]


class EnterpriseView(msgspec.Struct, frozen=True):
    """`state` is filed, claimed or verified."""

    id: UUID
    name: str
    uscc: str
    district: str
    sector: str
    employees: int
    annual_revenue_fen: int
    registered_on: date
    registered_city: str
    in_service_zone: bool
    state: Annotated[
        str, about("filed 仅备案，claimed 已认领，verified 已核实", "filed, claimed or verified")
    ]
    code_basis: Annotated[
        str,
        about(
            "代码：standard 校验正确；stated 校验位不对、企业声明与执照一致；confirmed 已与执照核对",
            "its code: standard; stated to be the licence's though its check character is wrong;"
            " confirmed by a reviewer",
        ),
    ]
    verified_at: Annotated[
        Instant | None, about("核实时刻；空值为未核实", "when it was verified; null until then")
    ]
    version: int


class InvitationView(msgspec.Struct, frozen=True):
    """`token` is shown once; a repeated call answers null instead."""

    id: UUID
    enterprise_id: UUID
    role: Annotated[
        Literal["staff", "owner"],
        about("staff 代办人，owner 移交给对方", "as a member, or as its next owner"),
    ]
    token: Annotated[
        str | None,
        about("邀请码，只显示一次；重复请求时为空", "shown once; a repeated call answers null"),
    ]
    expires_at: Instant


class DisputeView(msgspec.Struct, frozen=True):
    """`state` is open, upheld or dismissed; `decision` is the reviewer's reason."""

    id: UUID
    uscc: str
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


class DisputeItem(msgspec.Struct, frozen=True):
    """A dispute as reviewers see it, with the firm that it is about."""

    id: UUID
    enterprise: Annotated[EnterpriseView, about("有争议的企业", "the firm that it is about")]
    reason: str
    state: Annotated[
        str, about("open 待处理，upheld 支持，dismissed 驳回", "open, upheld or dismissed")
    ]
    raised_at: Instant


def enterprise_view(enterprise: Enterprise) -> EnterpriseView:
    return EnterpriseView(
        enterprise.id,
        enterprise.name,
        enterprise.uscc,
        enterprise.district,
        enterprise.sector,
        enterprise.employees,
        enterprise.annual_revenue_fen,
        enterprise.registered_on,
        enterprise.registered_city,
        enterprise.in_service_zone,
        enterprise.state,
        enterprise.code_basis,
        enterprise.verified_at,
        enterprise.version,
    )
