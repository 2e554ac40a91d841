"""Says to a firm what became of the money it was granted, and what that means for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from models.rules.reasons import Text
from models.rules.wording import day_in_words, money_in_words

PaymentState = Literal[
    "approved", "account_missing", "account_refused", "held", "failed", "payable", "ordered", "paid"
]
PAYMENT_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "approved": Text("还有手续没办完", "something is still open"),
        "account_missing": Text("还没有收款账户", "no account"),
        "account_refused": Text("收款账户未通过核实", "account refused"),
        "held": Text("暂不能拨付", "held"),
        "failed": Text("转账没有成功", "transfer failed"),
        "payable": Text("等待拨付", "to be paid"),
        "ordered": Text("正在拨付", "being paid"),
        "paid": Text("已拨付", "paid"),
    }
)
_MEANS: Final = Text(
    "这笔钱用来补贴您购买的服务，不打到您的账户",
    "It subsidises what you bought and is not sent to you",
)
_FOR_PLATFORM: Final[Mapping[PaymentState, Text]] = MappingProxyType(
    {
        "approved": Text("办完其余手续后付给平台", "Paid to the platform once all else is done"),
        "account_missing": Text(
            "平台还没有填好收款账户，填好后才能拨付，您不用操作",
            "The platform has yet to name its account; nothing for you to do",
        ),
        "account_refused": Text(
            "平台的收款账户未通过核实，平台改好后才能拨付，您不用操作",
            "The platform's account was refused; it must name another, nothing for you to do",
        ),
        "failed": Text(
            "付给平台的转账没有成功，账户核对好后再付，您不用操作",
            "The transfer to the platform failed and is tried again; nothing for you to do",
        ),
        "payable": Text("等财政付给平台", "The treasury is to pay the platform"),
        "ordered": Text("正在付给平台", "On its way to the platform"),
        "paid": Text("已付给平台", "Paid to the platform"),
    }
)
_FOR_FIRM: Final[Mapping[PaymentState, Text]] = MappingProxyType(
    {
        "approved": Text("办完其余手续后付给本企业", "Paid to your firm once all else is done"),
        "account_missing": Text(
            "请填写本企业的收款账户，核实后才能拨付",
            "Name your firm's account; it is paid once verified",
        ),
        "account_refused": Text(
            "本企业的收款账户未通过核实，请重新填写",
            "Your firm's account was refused; name another",
        ),
        "failed": Text(
            "转账没有成功，请核对收款账户；改好后下次拨付再付",
            "The transfer failed; check your account, it is tried again with the next payout",
        ),
        "payable": Text("等财政付到本企业账户", "The treasury is to pay your firm"),
        "ordered": Text("正在付到本企业账户", "On its way to your firm's account"),
        "paid": Text(
            "已付到本企业账户；几个工作日后还没有收到的，请联系主管部门",
            "Paid to your firm's account; ask the authority if it is not there after some working days",
        ),
    }
)
_HELD: Final = Text("暂时不能拨付，钱已为您留着", "Held for now; the money is kept for you")


@dataclass(frozen=True, slots=True)
class PaymentStep:
    """`supplied`: the platform is paid for the firm; `why`: what stands against it, in words."""

    state: PaymentState
    supplied: bool
    amount_fen: int
    why: Sequence[Text] = ()
    paid_on: date | None = None


def payment_words(payment: PaymentStep) -> Text:
    """One or two sentences, the amount first."""
    amount = money_in_words(payment.amount_fen)
    said = _said(payment)
    zh, en = f"{amount.zh}：{said.zh}", f"{amount.en}: {said.en}"
    if payment.paid_on is not None:
        zh = f"{day_in_words(payment.paid_on)}，{zh}"
        en = f"{payment.paid_on.isoformat()}, {en}"
    if payment.supplied and payment.state in ("payable", "ordered", "paid"):
        zh, en = f"{zh}。{_MEANS.zh}", f"{en}. {_MEANS.en}"
    return Text(zh, en)


def _said(payment: PaymentStep) -> Text:
    if payment.state != "held":
        return (_FOR_PLATFORM if payment.supplied else _FOR_FIRM)[payment.state]
    if not payment.why:
        return _HELD
    zh = "；".join(one.zh for one in payment.why)
    en = "; ".join(one.en for one in payment.why)
    return Text(f"{_HELD.zh}。{zh}", f"{_HELD.en}. {en}")
