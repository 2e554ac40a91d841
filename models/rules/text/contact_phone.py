"""A phone number as it is typed, to be called back at: of a mobile, or with its area code."""

import re
import unicodedata
from typing import Final

_MOBILE: Final = re.compile(r"(?:\+?0{0,2}86)?(1[3-9][0-9]{9})")
_LANDLINE: Final = re.compile(r"(0(?:10|2[0-9]|[3-9][0-9]{2}))([2-9][0-9]{6,7})")


def read_contact_phone(typed: str) -> str | None:
    """`13812341234`, `021-62345678`; None for what nobody could call."""
    digits = re.sub(r"[\s()（）.-]", "", unicodedata.normalize("NFKC", typed))
    mobile = _MOBILE.fullmatch(digits)
    if mobile is not None:
        return mobile[1]
    landline = _LANDLINE.fullmatch(digits)
    return None if landline is None else f"{landline[1]}-{landline[2]}"
