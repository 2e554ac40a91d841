"""The account that a payment came from, as a bank's receipt prints it."""

import re
from typing import Final

from models.rules.invoices.printed import in_half_width

# A masked number is none: others end alike.
_NUMBER: Final = r"(\d(?:[ -]?\d){7,31})(?![\d*])"
_ACCOUNT: Final = r"[账帐]\s?[号户]\s?(?:号\s?)?:?\s?"
# Its own label, or in a table that names the payer first; the payee's account comes after a 收.
_PAYER: Final = re.compile(
    rf"付\s?款?\s?[人方]?\s?{_ACCOUNT}{_NUMBER}"
    rf"|付\s?款\s?[人方](?:(?!收\s?款)[^\d]){{0,160}}?{_ACCOUNT}{_NUMBER}"
)


def read_payer_account(text: str) -> str | None:
    """Its digits alone; None where no account is the payer's, or it may be one of several."""
    found = {
        "".join(sign for sign in one[1] or one[2] if sign.isdigit())
        for one in _PAYER.finditer(in_half_width(text))
    }
    return found.pop() if len(found) == 1 else None
