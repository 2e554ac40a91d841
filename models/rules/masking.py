"""How personal data is shown: enough to recognise one's own, too little to use.

At most a third of the signs of a number is shown, whatever number it is; mainland mobile numbers
alone stay in the form that everybody knows (docs/adr/0022-masks.md).
"""

import re
from typing import Final

MAINLAND: Final = "86"
_MOBILE: Final = re.compile(r"1[0-9]{10}")
_LAST = 4


def mask_phone(number: str, country_code: str = MAINLAND) -> str:
    """`13812341234` → `138****1234`; others as `+44********67`, their country code counted as shown.

    `number` without its country code, `country_code` without plus sign. Where a third is less than
    the country code, nothing is shown.
    """
    digits = _signs(number)
    if country_code == MAINLAND:
        if _MOBILE.fullmatch(digits):
            return f"{digits[:3]}****{digits[-4:]}"
        return mask_number(digits)
    shown = (len(country_code) + len(digits)) // 3 - len(country_code)
    if shown < 0:
        return "*" * (len(country_code) + len(digits))
    return f"+{country_code}{_ending(digits, shown)}"


def mask_number(number: str) -> str:
    """`6222021234567890123` → `***************0123`: at most the last four signs, at most a third."""
    signs = _signs(number)
    return _ending(signs, len(signs) // 3)


def _ending(signs: str, shown: int) -> str:
    shown = min(shown, _LAST)
    return "*" * (len(signs) - shown) + signs[len(signs) - shown :]


def _signs(number: str) -> str:
    return "".join(sign for sign in number if sign.isalnum())
