"""What a search for a code means that finds nothing: a slip in it, or truly nothing there."""

import re
from datetime import date

from models.rules.misread import find_misread, say_misread
from models.rules.reasons import Reason, Text
from models.rules.uscc import LENGTH, check_uscc, normalise_uscc

_NUMBER = re.compile(r"ST[0-9]{8,}")
_LIKE_NUMBER = re.compile(r"[S5]T[0-9OISBZ]{10,}")
_FEWEST_DIGITS = 8


def slip_in(text: str, field: str) -> Reason | None:
    """Where the slip is, of a text that looks like a firm's code or an application's number."""
    code = normalise_uscc(text)
    if not code.isascii() or not code.isalnum():
        return None
    if _LIKE_NUMBER.fullmatch(code):
        return None if _is_number(code) else _number(code, field)
    digits = sum(sign.isdigit() for sign in code)
    if len(code) == LENGTH and digits >= _FEWEST_DIGITS:
        return check_uscc(code, field)
    return None


def _is_number(code: str) -> bool:
    """ST, the day of the draft, a running number."""
    if not _NUMBER.fullmatch(code):
        return False
    try:
        date(int(code[2:6]), int(code[6:8]), int(code[8:10]))
    except ValueError:
        return False
    return True


def _number(code: str, field: str) -> Reason:
    meant = say_misread(find_misread(code, _is_number, never="OIBZ"))
    zh, en = ("", "") if meant is None else (f"：{meant.zh}", f": {meant.en}")
    text = Text(
        f"没有这样的受理编号：编号是 ST 加 8 位日期（第 3 至 10 位）再加序号，请对照回执核对{zh}",
        "There is no such application number: it is ST, a day in eight digits (places 3 to 10) and a"
        f" running number; please compare with the receipt{en}",
    )
    return Reason(field, "number", text)
