"""Numbers of residents' identity cards (公民身份号码, GB 11643-1999), to be told from other codes."""

import re
from datetime import date

from models.rules.divisions import find_division

_FORM = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = tuple(2**place % 11 for place in range(17, 0, -1))
_CHECKS = "10X98765432"
_FIRST_YEAR = 1800


def is_resident_number(code: str) -> bool:
    """Whether 18 signs in capitals are one: of its form, with its check sign."""
    if not looks_like_resident_number(code):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == code[17]


def looks_like_resident_number(code: str) -> bool:
    """The same but for the check sign: a province and a day of birth.

    The province is enough: people keep the code of a division that ended long ago.
    """
    known = bool(_FORM.fullmatch(code)) and find_division(code[:2] + "0000") is not None
    return known and _is_day(code[6:14])


def _is_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= _FIRST_YEAR
