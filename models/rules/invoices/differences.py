"""What an invoice says otherwise than the application that it was handed in with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from models.rules.invoices.invoice import Party, ReadInvoice
from models.rules.money import yuan
from models.rules.reasons import Reason, Text
from models.rules.text.compared import compared
from models.rules.wording import within_quotes

_FIELDS: Final = {
    "number": Text("发票号码", "number"),
    "code": Text("发票代码", "code"),
    "issued_on": Text("开票日期", "date"),
    "total_fen": Text("金额", "amount"),
}
_SWAPPED: Final = Text(
    "发票上的购买方和销售方与申请相反：应由平台企业开给本企业，请核对",
    "Buyer and seller are the wrong way round: the platform invoices the firm",
)


@dataclass(frozen=True, slots=True)
class StatedTerms:
    """What the application says: the firm, its platform (None without one), and what was typed.

    `invoiced_fen`: the sum of all invoices handed in with it, as a fee may be paid in parts; None
    where it is not known.
    """

    firm: Party
    platform: Party | None
    fee_fen: int | None
    paid_fen: int | None
    signed_on: date | None
    invoiced_fen: int | None


def differences(invoice: ReadInvoice, stated: StatedTerms) -> list[Reason]:
    """Each with the field of the invoice that it is about; none where all that was read agrees."""
    return [
        *_forged(invoice),
        *_parties(invoice, stated),
        *_amount(invoice, stated),
        *_dated(invoice, stated),
    ]


def _forged(invoice: ReadInvoice) -> Iterator[Reason]:
    for name in invoice.contradicted:
        label = _FIELDS[name]
        text = Text(
            f"发票二维码里的{label.zh}与票面上的不一致，请上传开票时收到的原件",
            f"The invoice's QR code gives another {label.en} than its text; hand in the original",
        )
        yield Reason(name, "qr_contradicts", text)


def _parties(invoice: ReadInvoice, stated: StatedTerms) -> Iterator[Reason]:
    if stated.platform is None and _is(invoice.seller, stated.firm):
        # What a firm sold to its own clients: any of them may be the buyer.
        return
    buyer_is_other = _other(invoice.buyer, stated.firm)
    seller_is_other = stated.platform is not None and _other(invoice.seller, stated.platform)
    if buyer_is_other and seller_is_other and _swapped(invoice, stated):
        yield Reason("buyer", "parties_swapped", _SWAPPED)
        return
    if buyer_is_other:
        text = Text(
            f"发票购买方是“{_quoted(invoice.buyer)}”，不是申请企业“{_quoted(stated.firm)}”；请核对，"
            "传错了的请换成开给本企业的发票",
            f"The buyer is {_named(invoice.buyer)}, not {_named(stated.firm)}; if it is the wrong"
            " one, hand in the invoice made out to the firm",
        )
        yield Reason("buyer", "buyer_differs", text)
    if seller_is_other and stated.platform is not None:
        text = Text(
            f"发票销售方是“{_quoted(invoice.seller)}”，不是所选平台“{_quoted(stated.platform)}”；请核对，"
            "传错了的请换成该平台开的发票",
            f"The seller is {_named(invoice.seller)}, not {_named(stated.platform)}; if it is the"
            " wrong one, hand in the platform's invoice",
        )
        yield Reason("seller", "seller_differs", text)


def _swapped(invoice: ReadInvoice, stated: StatedTerms) -> bool:
    platform, firm = stated.platform, stated.firm
    buyer_sells = platform is not None and not _other(invoice.buyer, platform)
    return buyer_sells and not _other(invoice.seller, firm)


def _amount(invoice: ReadInvoice, stated: StatedTerms) -> Iterator[Reason]:
    total_fen = invoice.total_fen
    if total_fen is None:
        return
    if total_fen < 0:
        text = Text(
            f"这是一张红字发票（冲减 {yuan(-total_fen)} 元），不能证明已付服务费，请上传服务费发票",
            f"This red-letter invoice takes back {yuan(-total_fen)} yuan and proves no fee",
        )
        yield Reason("total_fen", "red_letter", text)
        return
    typed = [fen for fen in (stated.fee_fen, stated.paid_fen) if fen is not None]
    if not typed or total_fen in typed or stated.invoiced_fen in typed:
        return
    if stated.invoiced_fen is not None or total_fen > max(typed):
        shown = "、".join(f"{yuan(fen)} 元" for fen in dict.fromkeys(typed))
        text = Text(
            f"发票价税合计 {yuan(total_fen)} 元，与所填的服务费或已付金额（{shown}）不一致；"
            "请核对所填金额，分几次开票的请把其余发票也传上来",
            f"The invoice's total of {yuan(total_fen)} yuan is neither the fee nor what was paid;"
            " check them, or hand in the other invoices, too",
        )
        yield Reason("total_fen", "amount_differs", text)


def _dated(invoice: ReadInvoice, stated: StatedTerms) -> Iterator[Reason]:
    issued_on, signed_on = invoice.issued_on, stated.signed_on
    if issued_on is not None and signed_on is not None and issued_on < signed_on:
        text = Text(
            f"开票日期 {issued_on} 早于所填的签约日期 {signed_on}；请核对所填日期和这张发票",
            f"It was issued on {issued_on}, before the contract was signed ({signed_on}); check"
            " the day and the invoice",
        )
        yield Reason("issued_on", "issued_before_signing", text)


def _is(found: Party, expected: Party) -> bool:
    known = (found.code and expected.code) or (found.name and expected.name)
    return bool(known) and not _other(found, expected)


def _other(found: Party, expected: Party) -> bool:
    """By the code where both have one, else by the name; False where nothing can be compared."""
    if found.code and expected.code:
        return found.code != expected.code
    if found.name and expected.name:
        return compared(found.name) != compared(expected.name)
    return False


def _named(party: Party) -> str:
    return party.name or party.code or ""


def _quoted(party: Party) -> str:
    return within_quotes(_named(party))
