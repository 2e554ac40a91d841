"""Amounts as an invoice prints them: `1,234.50`, negative in a red-letter one, below 10^12 yuan."""

import re

_AMOUNT = re.compile(r"(-?)((?:\d{1,3}(?:,\d{3}){1,3}|\d{1,12}))(?:\.(\d{1,2}))?", re.ASCII)


def read_fen(text: str) -> int | None:
    """None for what is no amount."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, rest = found.groups()
    fen = int(whole.replace(",", "")) * 100 + int((rest or "").ljust(2, "0"))
    return -fen if sign else fen
