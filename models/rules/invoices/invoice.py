"""What an invoice says of itself, and where each value was found."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Source = Literal["qr", "text", "both"]


@dataclass(frozen=True, slots=True)
class Party:
    """Buyer or seller; the code is a unified social credit code."""

    name: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    """`code` only in layouts before the full-digital one (数电票), whose number has 20 digits.

    `total_fen` is with tax (价税合计), `net_fen` without; both are negative in a red-letter invoice
    (红字发票), which takes another one back. `sources` is by field, `contradicted` names the fields in
    which the QR code says something else than the text: the text's value is kept.
    """

    number: str
    code: str | None = None
    issued_on: date | None = None
    total_fen: int | None = None
    net_fen: int | None = None
    buyer: Party = Party()
    seller: Party = Party()
    sources: dict[str, Source] = field(default_factory=dict)
    contradicted: tuple[str, ...] = ()
