"""Bodies and answers of payouts."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from server.edge.web.bodies import Body
from server.edge.web.field_types import (
    Day,
    EditionCode,
    Instant,
    PaperNumber,
    Reasoning,
    TrackCode,
    about,
)
from server.features.payouts.payable import Why
from server.features.platforms.schemas import AccountView


class NewPayout(Body, frozen=True):
    edition: EditionCode
    track: Annotated[
        TrackCode | None,
        about("只汇总此方向；空值为全部", "only this track; null for all", "copay"),
    ] = None
    platform_id: Annotated[
        UUID | None, about("只汇总此平台；空值为全部", "only this platform; null for all")
    ] = None


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


class FirmToVerify(msgspec.Struct, frozen=True):
    """A firm whose licence has to be checked before anything is paid."""

    id: UUID
    name: Annotated[str, about("企业名称", "name of the firm")]


class HeldView(msgspec.Struct, frozen=True, kw_only=True):
    """What is payable and left out; the next payout takes it once nothing stands against it."""

    why: Annotated[
        list[Why],
        about(
            "暂不拨付的原因：没有账户、账户未通过、户名不符、账户待核实、企业待核实、平台企业待核实",
            "no account, refused, in another name, not verified; firm or platform not verified",
        ),
    ]
    text: Annotated[str, about("原因和办法", "the reasons in words, and what to do")]
    payee_id: Annotated[
        UUID | None,
        about("收款账户编号；空值为没有", "id of the account; null while there is none"),
    ]
    payee: Annotated[
        str | None, about("收款户名；空值为没有账户", "name of the payee; null without an account")
    ]
    bank: str | None
    account: str | None
    before: Annotated[
        AccountView | None,
        about(
            "上一个核实过的账户，没有则为上一个账户；空值为首次填写",
            "the last verified account, or else the one before; null for a first one",
        ),
    ]
    firms: Annotated[list[FirmToVerify], about("待核实的企业", "firms to be verified")]
    applications: Annotated[list[PaidApplication], about("暂不拨付的申请", "the applications")]
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
    payee_now: Annotated[
        Literal["current", "changed", "refused", "unverified"],
        about(
            "账户现状：current 未变，changed 制单后已换账户，refused 已退回，unverified 未核实；"
            "后三种拨付前请核实",
            "how the account stands now; anything but current: ask before it is paid",
        ),
    ]


class PayoutSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A payout without its lines, as in the list."""

    id: UUID
    edition: str
    edition_title: Annotated[str, about("年度名称", "name of the edition")]
    track: Annotated[
        str | None, about("只含此方向；空值为全部", "the only track in it; null for all")
    ]
    track_title: Annotated[
        str | None, about("方向名称；空值为全部", "name of that track; null for all")
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
    held: Annotated[
        list[HeldView],
        about(
            "同一范围内现在暂不拨付的；已确认的批次不再列出",
            "what the same scope holds now; empty once the payout is confirmed",
        ),
    ]
