"""What the inbox and the consents to messages look like."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body

Answer = Literal["accept", "reject", "ban", "filter"]
"""As `wx.requestSubscribeMessage` words them; `filter`: WeChat did not show that one."""


class NotificationView(msgspec.Struct, frozen=True):
    """One entry; `message`: what became of it as a WeChat message.

    `message` is `none` (inbox only), `queued`, `sending`, `sent`, `refused`, `failed` or `unknown`.
    """

    id: UUID
    event: str
    application_id: UUID | None
    title: str
    body: str
    created_at: datetime
    read_at: datetime | None
    message: str


class Inbox(msgspec.Struct, frozen=True):
    """One page, newest first, and how many entries are unread altogether."""

    items: list[NotificationView]
    next_cursor: str | None
    unread: int


class SubscriptionView(msgspec.Struct, frozen=True):
    """A template to ask for in the popup; `balance` messages may still be sent with it."""

    template_id: str
    title: str
    events: list[str]
    balance: int


class Subscriptions(msgspec.Struct, frozen=True):
    """At most three, so that one tap can ask for all of them."""

    items: list[SubscriptionView]


class PopupResults(Body, frozen=True):
    """What the person answered, by template id."""

    results: Annotated[
        dict[Annotated[str, Meta(min_length=1, max_length=64)], Answer],
        Meta(min_length=1, max_length=20),
    ]
