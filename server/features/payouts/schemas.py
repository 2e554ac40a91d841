"""Bodies and answers of payouts."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import Code, Day, Instant, PaperNumber, Reasoning, about
from server.features.platforms.fields import Account, Title


class NewPayout(Body, frozen=True):
    edition: Annotated[str, Meta(min_length=1, max_length=80)]
    track: Annotated[
        Code | None, about("只汇总此方向；空值为全部", "only this track; null for all", "copay")
    ] = None
    platform_id: Annotated[
        UUID | None, about("只汇总此平台；空值为全部", "only this platform; null for all")
    ] = None


class FirmPayeeChange(Body, frozen=True):
    """A firm's account, in its own name; a masked account means the one that was shown."""

    bank: Title
    account: Account
    name: Annotated[
        Title | None, about("户名；空值为企业名称", "name of the holder; null for the firm's own")
    ] = None


class FirmPayeeView(msgspec.Struct, frozen=True):
    """Where a firm is paid."""

    name: Annotated[str, about("户名", "name of the holder")]
    bank: str | None
    account: str | None
    verified: bool


class FailedLine(Body, frozen=True):
    """`line`: its id, or its number within the payout."""

    line: Annotated[
        UUID | Annotated[int, Meta(ge=1, le=1_000_000)],
        about("拨付行编号，或批次内序号", "the line's id, or its number in the payout", 1),
    ]
    reason: Annotated[Reasoning, about("未付成的原因", "why it did not go through", "账号不存在")]


class Confirmation(Body, frozen=True):
    """What the treasury says: paid on which day, under which voucher, and what did not go through."""

    paid_on: Day
    voucher_no: PaperNumber
    failed: Annotated[
        Annotated[list[FailedLine], Meta(max_length=10_000)] | None,
        about("未付成的行；空值为全部付成", "lines that did not go through; null for none"),
    ] = None


class PaidApplication(msgspec.Struct, frozen=True):
    id: UUID
    number: str
    enterprise: Annotated[
        str | None, about("企业名称；空值为未知", "name of the firm; null while unknown")
    ]
    amount_fen: Annotated[int, about("金额，分", "amount in fen")]


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer; `account` shows only its first and last digits.

    `platform_id` is null where a firm is paid itself.
    """

    id: UUID
    number: Annotated[int, about("批次内序号，从 1 起", "its number in the payout, from 1")]
    platform_id: Annotated[
        UUID | None,
        about("平台编号；直接付企业的为空", "id of the platform; null where a firm is paid itself"),
    ]
    payee: Annotated[str, about("收款户名", "name of the payee")]
    bank: str
    account: str
    applications: Annotated[
        list[PaidApplication], about("本行所付的申请", "the applications it pays")
    ]
    amount_fen: Annotated[int, about("金额，分", "amount in fen")]
    state: Annotated[
        Literal["open", "paid", "failed"],
        about("open 待拨付，paid 已付，failed 未付成", "open, paid or failed"),
    ]
    failure: Annotated[
        str | None, about("未付成的原因；空值为未失败", "why it failed; null unless it did")
    ]


class PayoutSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A payout without its lines, as in the list."""

    id: UUID
    edition: str
    track: Annotated[
        str | None, about("只含此方向；空值为全部", "the only track in it; null for all")
    ]
    state: Literal["open", "confirmed"]
    total_fen: Annotated[
        int,
        about("全部行的合计，分，含未付成的", "sum of all lines in fen, also of those that failed"),
    ]
    created_at: Instant
    confirmed_at: Annotated[
        Instant | None, about("确认时刻；空值为未确认", "when it was confirmed; null until then")
    ]
    paid_on: date | None
    voucher_no: str | None


class PayoutView(PayoutSummary, frozen=True, kw_only=True):
    """`total_fen` is the sum of all lines, also of those that failed."""

    lines: Annotated[list[LineView], about("各笔拨付", "the transfers")]
