"""What a firm reads of the money it was granted."""

from typing import Annotated, Literal

import msgspec

from models.rules.payment_words import PaymentState
from server.edge.web.field_types import Day, about
from server.features.payouts.payable import Why


class HeldReason(msgspec.Struct, frozen=True):
    why: Annotated[Why, about("暂不拨付的原因", "why it is held")]
    text: str


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """One amount on its way; the account is shown where it is the firm's own."""

    state: Annotated[
        PaymentState,
        about(
            "approved 还有手续没办完，account_missing 没有收款账户，account_refused 账户未通过核实，"
            "held 暂不拨付，failed 转账失败，payable 等待拨付，ordered 正在拨付，paid 已拨付",
            "approved, account_missing, account_refused, held, failed, payable, ordered or paid",
        ),
    ]
    to: Annotated[
        Literal["platform", "enterprise"],
        about("platform 付给平台，enterprise 付给本企业", "whether platform or firm is paid"),
    ]
    name: Annotated[
        str | None, about("收款户名；空值为还没有账户", "name of the holder; null without account")
    ]
    account: Annotated[
        str | None,
        about("本企业的账户，已遮盖；空值为没有或是平台的", "the firm's own, masked; else null"),
    ]
    amount_fen: Annotated[int, about("金额，分", "the amount in fen")]
    text: Annotated[
        str,
        about(
            "写给企业的话：到哪一步了，意味着什么", "what became of it and what it means, in words"
        ),
    ]
    held: Annotated[list[HeldReason], about("暂不拨付的各项原因", "everything that holds it")]
    failure: Annotated[
        str | None,
        about(
            "转账失败或账户未通过的原因；空值为没有",
            "why the transfer failed, or the account was refused; null for neither",
        ),
    ]
    paid_on: Annotated[
        Day | None, about("拨付日期；空值为未拨付", "day of the payment; null until then")
    ]
    voucher_no: Annotated[
        str | None, about("财政付款凭证号；空值为未拨付", "the treasury's voucher; null until then")
    ]


class PaymentAnswer(msgspec.Struct, frozen=True):
    payment: Annotated[
        PaymentView | None,
        about("拨付情况；空值为没有要付的钱", "the payment; null where nothing is to be paid"),
    ]
