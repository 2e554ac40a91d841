"""What the inbox and the consents to messages look like."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Instant, PopupName, about

Answer = Any
"""As `wx.requestSubscribeMessage` words them, which is WeChat's to change: `accept`, also with
`WithAudio` and the like, `reject`, `ban`, `filter` (not shown)."""


class NotificationView(msgspec.Struct, frozen=True):
    """One entry; `message`: what became of it as a WeChat message.

    `message` is `none` (inbox only), `queued`, `sending`, `sent`, `refused`, `failed` or `unknown`.
    """

    id: UUID
    event: str
    application_id: Annotated[
        UUID | None, about("相关申请；空值为无", "the application; null without one")
    ]
    title: str
    body: Annotated[str, about("正文", "its text")]
    created_at: Instant
    read_at: Annotated[
        Instant | None, about("阅读时刻；空值为未读", "when it was read; null until then")
    ]
    message: Annotated[
        str,
        about(
            "微信消息结果：none（仅站内）、queued、sending、sent、refused、failed、unknown",
            "its fate in WeChat: none (inbox only), queued, sending, sent, refused, failed or unknown",
        ),
    ]


class Inbox(msgspec.Struct, frozen=True):
    """One page, newest first, and how many entries are unread altogether."""

    items: list[NotificationView]
    next_cursor: str | None
    unread: Annotated[int, about("未读总数", "how many are unread altogether")]


class UnreadView(msgspec.Struct, frozen=True):
    """For the red dot."""

    count: Annotated[int, about("未读条数", "how many are unread")]


class SubscriptionView(msgspec.Struct, frozen=True):
    """A template to ask for in the popup."""

    template_id: Annotated[str, about("微信消息模板编号", "id of the template")]
    title: str
    events: Annotated[list[str], about("用此模板通知的事件", "events that it tells of")]
    balance: Annotated[int, about("还可发送的条数", "how many messages may still be sent")]
    long_term: Annotated[
        bool,
        about(
            "是否长期订阅（同意一次，一直有效）",
            "whether one consent holds for many messages",
        ),
    ]


class AskingView(msgspec.Struct, frozen=True):
    """A tap of the journey, and which templates its popup asks for, at most three.

    Nothing to ask for where the person's long-term consent holds.
    """

    moment: Annotated[
        str,
        about(
            "时机：start 开始填报、submit 提交、confirm 确认、correct 补正、line 看排队、"
            "approved 看结果、payee 填账户、appeal 申诉",
            "start, submit, confirm, correct, line, approved, payee or appeal",
        ),
    ]
    text: Annotated[str, about("弹窗前说明的用途", "what to say that it is for")]
    template_ids: Annotated[
        list[str],
        about("这时请求订阅的模板；空则不弹窗", "ids for the popup; no popup where empty"),
    ]


class Subscriptions(msgspec.Struct, frozen=True):
    """All templates, and at which moments to ask for which: known before the tap, as WeChat wants."""

    items: list[SubscriptionView]
    moments: Annotated[list[AskingView], about("各时机请求哪些模板", "what to ask for, and when")]


class PopupResults(Body, frozen=True):
    """What the person answered, by template id."""

    results: Annotated[
        Annotated[
            dict[PopupName, Answer],
            Meta(min_length=1, max_length=100),
        ],
        about(
            "各模板的选择，按模板编号，微信怎么返回就怎么上报；认不出的不影响其他",
            "the answers by template id, as WeChat gave them; one that is not known spoils no other",
            {"tmpl-example": "accept"},
        ),
    ]
