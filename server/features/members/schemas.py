"""Answers about who acts for a firm, and whom its owner has invited."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.edge.web.bodies import Body
from server.edge.web.field_types import Instant, about

MaskedPhone = Annotated[
    str | None, about("手机号（已遮盖）；空值为未绑定", "masked; null where none is linked")
]


class MemberView(msgspec.Struct, frozen=True):
    """Somebody who acts for the firm."""

    user_id: Annotated[UUID, about("成员编号", "the member's id")]
    phone: MaskedPhone
    role: Annotated[
        Literal["owner", "staff", "platform"],
        about(
            "owner 负责人，staff 代办人，platform 平台人员",
            "its owner, who joined by an invitation, or staff of the platform that it is",
        ),
    ]
    joined_at: Annotated[Instant, about("加入时刻", "since when")]
    you: Annotated[bool, about("是否本人", "whether it is you")]


class NewOwner(Body, frozen=True):
    """Whom the firm is handed over to."""

    user_id: Annotated[
        UUID,
        about(
            "接手的成员编号，见成员列表",
            "the member's id, as in the list",
            "0197f3a2-7c11-7d3e-9f10-2b6f0c1d5e4a",
        ),
    ]


class OpenInvitation(msgspec.Struct, frozen=True):
    """An invitation that can still be accepted; its token is shown to nobody again."""

    id: UUID
    role: Annotated[
        Literal["staff", "owner"],
        about("staff 代办人，owner 移交给对方", "as a member, or as its next owner"),
    ]
    created_at: Annotated[Instant, about("发出时刻", "when it was made")]
    expires_at: Annotated[Instant, about("失效时刻", "when it ends")]
    invited_by_id: Annotated[UUID, about("邀请人编号", "who made it")]
    invited_by_phone: MaskedPhone
