"""How an invoice among the papers is shown."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from server.edge.web.field_types import about


class InvoiceParty(msgspec.Struct, frozen=True):
    name: str | None
    code: Annotated[
        str | None,
        about("统一社会信用代码；空值为未识别", "unified social credit code; null: not found"),
    ]


class InvoiceDifference(msgspec.Struct, frozen=True):
    """What the invoice says otherwise than the application."""

    field: Annotated[str, about("发票上的哪一项", "the field of the invoice")]
    code: str
    message: Annotated[str, about("不同之处", "what differs")]


class InvoiceView(msgspec.Struct, frozen=True):
    """What was read of an invoice, from its text and its QR code; null for what was not found.

    Nothing is refused for it: what differs is to be looked at, and reviewers see it, too.
    """

    number: Annotated[str, about("发票号码", "number of the invoice")]
    code: Annotated[
        str | None,
        about("发票代码；全面数字化的电子发票没有", "its code; full-digital invoices have none"),
    ]
    issued_on: Annotated[date | None, about("开票日期", "day of issue")]
    total_fen: Annotated[int | None, about("价税合计，分", "amount with tax in fen")]
    net_fen: Annotated[int | None, about("不含税金额，分", "amount without tax in fen")]
    buyer: Annotated[InvoiceParty, about("购买方", "the buyer")]
    seller: Annotated[InvoiceParty, about("销售方", "the seller")]
    sources: Annotated[
        dict[str, Literal["qr", "text", "both"]],
        about(
            "各项取自：qr 二维码，text 文字，both 两者一致",
            "where each was found: `qr`, `text`, or `both` agreeing",
        ),
    ]
    contradicted: Annotated[
        list[str], about("二维码与文字不一致的项", "fields in which code and text disagree")
    ]
    differences: Annotated[
        list[InvoiceDifference],
        about("与申请内容的不同之处", "what it says otherwise than the application"),
    ] = []
