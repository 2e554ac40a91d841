"""The QR code of an invoice: `01,kind,code,number,amount,day,check,…`.

The tax administration's own fields, as they are widely described: `kind` 01 and 04 for paper, 10 and
20 for electronic, 31 and 32 for full-digital invoices (数电票). Those have no code, a number of 20
digits, and their amount with tax; all others a code of 10 or 12 digits, a number of 8, and their
amount without tax.
"""

import re
from dataclasses import dataclass
from datetime import date

from models.rules.invoices.figures import read_fen

_MARK = "01"
_KIND = re.compile(r"\d{2}", re.ASCII)
_CODE = re.compile(r"\d{10}|\d{12}", re.ASCII)
_NUMBER = re.compile(r"\d{8}", re.ASCII)
_DIGITAL = re.compile(r"\d{20}", re.ASCII)
_DAY = re.compile(r"(20\d\d)(\d\d)(\d\d)", re.ASCII)
_LONGEST = 200
"""A real one has some 80 signs."""


@dataclass(frozen=True, slots=True)
class QrInvoice:
    """What the code says; `amount_fen` is with tax where the invoice is full-digital."""

    number: str
    code: str | None
    amount_fen: int | None
    issued_on: date | None

    @property
    def is_digital(self) -> bool:
        return self.code is None


def read_qr(content: str) -> QrInvoice | None:
    """None for every other QR code."""
    parts = [part.strip() for part in content[:_LONGEST].split(",")]
    if len(parts) < 6 or parts[0] != _MARK or not _KIND.fullmatch(parts[1]):
        return None
    code, number = parts[2] or None, parts[3]
    fits = _DIGITAL.fullmatch(number) if code is None else _NUMBER.fullmatch(number)
    if not fits or (code is not None and not _CODE.fullmatch(code)):
        return None
    return QrInvoice(number, code, read_fen(parts[4]), _read_day(parts[5]))


def _read_day(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return None if found is None else date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
