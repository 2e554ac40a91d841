"""Answers of a platform's list of clients."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec

from server.edge.web.field_types import Instant, about
from server.features.applications.item_schemas import ApplicationItem


class ClientItem(ApplicationItem, frozen=True, kw_only=True):
    """A client's application with what a platform follows; its money stands in one of three places.

    `disbursed_fen` is what the authority paid out.
    """

    uscc: Annotated[str | None, about("企业的统一社会信用代码", "the firm's code")]
    district: str
    expected_fen: Annotated[
        int,
        about(
            "预计补贴，分：在办、未锁定、不在候补",
            "still to be decided, in fen: neither locked nor waiting in the line",
        ),
    ]
    locked_fen: Annotated[int, about("已审定待拨付，分", "granted and not yet paid out, in fen")]
    disbursed_fen: Annotated[int, about("国库已拨付，分", "paid out by the treasury, in fen")]
    turn: Annotated[
        str | None, about("现在由谁办理；空值为无人", "role that has to act; null: nobody")
    ]
    due_on: date | None
    workdays_left: Annotated[
        int | None,
        about(
            "到截止日还有几个工作日；0 为当天或已过；没有截止日则没有这一项",
            "working days until `due_on`; 0 on it and after it; absent without one",
        ),
    ] = None
    filed_by: Annotated[
        Literal["enterprise", "platform"],
        about("由谁提交：enterprise 企业，platform 平台", "who handed it in"),
    ]
    confirmed_at: Annotated[
        Instant | None,
        about("企业确认时刻；空值为未确认", "when the firm said yes; null while it has not"),
    ]
    refused_at: Annotated[
        Instant | None, about("企业否认时刻；空值为未否认", "when the firm said no, else null")
    ]
    submitted_at: Annotated[Instant, about("首次提交时刻", "when it was first handed in")]


class ClientInvitation(msgspec.Struct, frozen=True):
    """What a platform sends its client; the link opens the application in the mini-program."""

    link: Annotated[str, about("打开小程序的短信链接", "opens the mini-program from a message")]
    expires_at: Instant
    message: Annotated[
        str,
        about(
            "短信内容，由平台自行发送", "the words of the message, which the platform itself sends"
        ),
    ]


class ClientTotals(msgspec.Struct, frozen=True):
    """Over all that the filters take, not only over the page."""

    count: Annotated[int, about("申请数", "how many applications")]
    expected_fen: Annotated[int, about("预计补贴合计，分", "sum still to be decided, in fen")]
    locked_fen: Annotated[int, about("已审定待拨付合计，分", "sum granted, not paid out, in fen")]
    disbursed_fen: Annotated[int, about("国库已拨付合计，分", "sum paid out, in fen")]


class ClientPage(msgspec.Struct, frozen=True):
    """One page, and what all pages come to."""

    items: Sequence[ClientItem]
    totals: Annotated[ClientTotals, about("合计", "sums over all that the filters take")]
    next_cursor: str | None = None
