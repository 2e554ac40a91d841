"""What a person decides about messages beside the inbox."""

from typing import Annotated

import msgspec
from msgspec import Meta

from models.rules.text import limits
from server.edge.web.bodies import Body
from server.edge.web.field_types import Writing, about

Hour = Annotated[int, Meta(ge=0, le=23)]
EmailAddress = Annotated[str, Meta(min_length=3, max_length=limits.EMAIL), Writing.LINE]
EmailCode = Annotated[str, Meta(min_length=1, max_length=limits.EMAIL_CODE, pattern=r"^[0-9]+\Z")]

_QUIET = about("夜间免打扰是否开启", "whether nothing but the inbox tells in the quiet hours", True)
_FROM = about("免打扰从几点开始（北京时间整点）", "hour at which they begin, in Shanghai", 22)
_TO = about("免打扰到几点结束（北京时间整点）", "hour at which they end, in Shanghai", 8)
_ENGLISH = about("邮件和短信是否用英文", "whether letters and texts are in English", False)


class MessageSettingsView(msgspec.Struct, frozen=True):
    """`email` and `phone` are masked; null: nothing goes there."""

    quiet: Annotated[bool, _QUIET]
    quiet_from: Annotated[int, _FROM]
    quiet_to: Annotated[int, _TO]
    english: Annotated[bool, _ENGLISH]
    email: Annotated[str | None, about("接收提醒的邮箱（部分隐藏）", "where letters go, masked")]
    phone: Annotated[str | None, about("接收短信的手机号（部分隐藏）", "where texts go, masked")]
    email_offered: Annotated[
        bool, about("本平台是否发邮件", "whether letters are sent here at all")
    ]
    sms_offered: Annotated[bool, about("本平台是否发短信", "whether texts are sent here at all")]


class MessageChoice(Body, frozen=True):
    """All of it, each time."""

    quiet: Annotated[bool, _QUIET]
    quiet_from: Annotated[Hour, _FROM]
    quiet_to: Annotated[Hour, _TO]
    english: Annotated[bool, _ENGLISH]


class EmailWish(Body, frozen=True):
    """Where letters shall go."""

    email: Annotated[EmailAddress, about("邮箱地址", "address of letters", "wang.fang@example.cn")]


class EmailProof(Body, frozen=True):
    """The code that came by letter shows that the address is one's own."""

    email: Annotated[EmailAddress, about("邮箱地址", "the same address", "wang.fang@example.cn")]
    code: Annotated[
        EmailCode, about("邮件里的 6 位验证码", "the six digits of the letter", "123456")
    ]
