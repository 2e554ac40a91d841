"""Reads an invoice from its text and its QR codes; what one lacks the other gives."""

from collections.abc import Mapping, Sequence
from typing import Final

from models.rules.invoices.invoice import Party, ReadInvoice, Source
from models.rules.invoices.printed import Printed, read_printed
from models.rules.invoices.qr import QrInvoice, read_qr

_MANY: Final = 20
"""So many codes of one paper are looked at."""
_NOTHING: Final = Printed(None, None, None, None, None, Party(), Party())


def read_invoice(text: str | None, codes: Sequence[str]) -> ReadInvoice | None:
    """None where nothing says that it is one, or its number is not to be found.

    `text` as it lies in the file (None for a picture), `codes` the contents of its QR codes. Of a
    file with several invoices the first code alone is read: its text is that of all of them.
    """
    scanned = {found for code in codes[:_MANY] if (found := read_qr(code)) is not None}
    first = next((found for code in codes[:_MANY] if (found := read_qr(code))), None)
    printed = read_printed(text) if text and len(scanned) < 2 else None
    if printed is None:
        printed = _NOTHING
    number = printed.number or (first.number if first else None)
    if number is None:
        return None
    return _merged(number, printed, first)


def _merged(number: str, printed: Printed, qr: QrInvoice | None) -> ReadInvoice:
    scanned = _by_field(qr)
    values = {name: getattr(printed, name) for name in _FIELDS}
    values |= {name: scanned[name] for name in scanned if values[name] is None}
    return ReadInvoice(
        number=number,
        code=values["code"],
        issued_on=values["issued_on"],
        total_fen=values["total_fen"],
        net_fen=values["net_fen"],
        buyer=printed.buyer,
        seller=printed.seller,
        sources=dict(_sources(printed, scanned)),
        contradicted=_contradicted(printed, qr),
    )


_FIELDS: Final = ("number", "code", "issued_on", "total_fen", "net_fen")
_PRINTED: Final = (*_FIELDS, "buyer", "seller")


def _by_field(qr: QrInvoice | None) -> Mapping[str, object]:
    if qr is None:
        return {}
    amount = "total_fen" if qr.is_digital else "net_fen"
    found = {
        "number": qr.number,
        "code": qr.code,
        "issued_on": qr.issued_on,
        amount: qr.amount_fen,
    }
    return {name: value for name, value in found.items() if value is not None}


def _sources(printed: Printed, scanned: Mapping[str, object]) -> list[tuple[str, Source]]:
    found: list[tuple[str, Source]] = []
    for name in _PRINTED:
        value = getattr(printed, name)
        if value is None or value == Party():
            if name in scanned:
                found.append((name, "qr"))
        else:
            found.append((name, "both" if scanned.get(name) == value else "text"))
    return found


def _contradicted(printed: Printed, qr: QrInvoice | None) -> tuple[str, ...]:
    """The amount may be either of the two: not every issuer keeps to which one."""
    if qr is None:
        return ()
    pairs = {
        "number": (printed.number, qr.number),
        "code": (printed.code, qr.code),
        "issued_on": (printed.issued_on, qr.issued_on),
    }
    found = [
        name
        for name, (text, code) in pairs.items()
        if text is not None and code is not None and text != code
    ]
    amounts = {printed.total_fen, printed.net_fen} - {None}
    if qr.amount_fen is not None and amounts and qr.amount_fen not in amounts:
        found.append("total_fen")
    return tuple(found)
