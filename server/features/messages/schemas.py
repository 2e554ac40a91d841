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


class SubscriptionView(msgspec.Struct, frozen=True):
    """A template to ask for in the popup."""

    template_id: Annotated[str, about("微信消息模板编号", "id of the template")]
    title: str
    events: Annotated[list[str], about("用此模板通知的事件", "events that it tells of")]
    balance: Annotated[int, about("还可发送的条数", "how many messages may still be sent")]


class Subscriptions(msgspec.Struct, frozen=True):
    """At most three, so that one tap can ask for all of them."""

    items: list[SubscriptionView]


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
