"""Answers about who acts for a firm, and whom its owner has invited."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

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


class OpenInvitation(msgspec.Struct, frozen=True):
    """An invitation that can still be accepted; its token is shown to nobody again."""

    id: UUID
    created_at: Annotated[Instant, about("发出时刻", "when it was made")]
    expires_at: Annotated[Instant, about("失效时刻", "when it ends")]
    invited_by_id: Annotated[UUID, about("邀请人编号", "who made it")]
    invited_by_phone: MaskedPhone
