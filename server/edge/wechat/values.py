"""The limits of template values by key prefix (wechat.md 2.4), checked before anything is sent."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

ValueProblem = Literal["key_unknown", "empty", "control_character", "not_listed", "breaks_rule"]
THING_LENGTH: Final = 20
NAME_LENGTH: Final = 10

_KEY: Final = re.compile(r"([a-z_]+?)[0-9]+")
_CHINESE: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CLOCK: Final = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY_OF_MONTH: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_DAY: Final = (
    rf"[0-9]{{4}}(?:年{_MONTH}月{_DAY_OF_MONTH}日|-{_MONTH}-{_DAY_OF_MONTH}"
    rf"|/{_MONTH}/{_DAY_OF_MONTH}|\.{_MONTH}\.{_DAY_OF_MONTH})"
)
_YEAR_MONTH_DAY: Final = re.compile(r"([0-9]{4})[年/.-]([0-9]{1,2})[月/.-]([0-9]{1,2})")
_DATE: Final = rf"{_DAY}(?: ?{_CLOCK})?"
_TIME: Final = rf"(?:{_DAY} ?)?{_CLOCK}"


def js_length(text: str) -> int:
    """Length as JavaScript counts it: UTF-16 code units, so most emoji count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _pattern(expression: str) -> Callable[[str], bool]:
    compiled = re.compile(expression)
    return lambda value: compiled.fullmatch(value) is not None


def _is_symbols(value: str) -> bool:
    return len(value) <= 5 and all(unicodedata.category(mark)[0] in "PS" for mark in value)


def _days_exist(value: str) -> bool:
    """The pattern lets 30 February pass."""
    try:
        for year, month, day in _YEAR_MONTH_DAY.findall(value):
            date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _dated(expression: str) -> Callable[[str], bool]:
    shaped = _pattern(rf"{expression}(?: ?~ ?{expression})?")
    return lambda value: shaped(value) and _days_exist(value)


def _is_amount(value: str) -> bool:
    shape = re.fullmatch(r"[¥￥$€£]?([0-9]+)(?:\.([0-9]+))?元?", value)
    return shape is not None and len(shape[1]) + len(shape[2] or "") <= 10


def _is_number(value: str) -> bool:
    shape = re.fullmatch(r"-?([0-9]+)(?:\.([0-9]+))?", value)
    return shape is not None and len(shape[1]) + len(shape[2] or "") <= 32


def _is_name(value: str) -> bool:
    if any(mark.isdigit() for mark in value):
        return False
    return js_length(value) <= (NAME_LENGTH if _CHINESE.search(value) else 20)


_RULES: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "thing": lambda value: js_length(value) <= THING_LENGTH,
        "number": _is_number,
        "letter": _pattern(r"[A-Za-z]{1,32}"),
        "symbol": _is_symbols,
        "character_string": _pattern(r"[\x21-\x7e]{1,32}"),
        "time": _dated(_TIME),
        "date": _dated(_DATE),
        "amount": _is_amount,
        "phone_number": _pattern(r"(?=.*[0-9])[0-9+\-]{1,17}"),
        "car_number": _pattern(r"(?=.{1,8}$)[\u4e00-\u9fff]?[A-Za-z0-9]+[\u4e00-\u9fff]?"),
        "name": _is_name,
        "phrase": _pattern(r"[\u4e00-\u9fff]{1,5}"),
    }
)


def prefix_of(key: str) -> str | None:
    """`thing` of `thing12`; None when the key is not a prefix with digits."""
    shape = _KEY.fullmatch(key)
    return shape[1] if shape else None


def check_value(key: str, value: str, *, listed: Collection[str] = ()) -> ValueProblem | None:
    """What is wrong with a value, or None. `listed`: the values allowed for `enum` keys.

    Without a list an `enum` value passes: only WeChat's own template knows it.
    """
    prefix = prefix_of(key)
    if prefix is None or (prefix not in _RULES and prefix not in ("enum", "enum_string")):
        return "key_unknown"
    if not value.strip():
        return "empty"
    if _CONTROL.search(value):
        return "control_character"
    if prefix in ("enum", "enum_string"):
        return "not_listed" if listed and value not in listed else None
    return None if _RULES[prefix](value) else "breaks_rule"


def fit_value(key: str, value: str) -> str:
    """The value with line breaks made spaces and `thing` and `name` cut to size with `…`.

    Nothing else is cut: half an amount or half a number would be a lie.
    """
    flat = _CONTROL.sub(" ", value).strip()
    prefix = prefix_of(key)
    if prefix == "thing":
        return _cut(flat, THING_LENGTH)
    if prefix == "name":
        return _cut(flat, NAME_LENGTH if _CHINESE.search(flat) else 20)
    return flat


def _cut(text: str, limit: int) -> str:
    if js_length(text) <= limit:
        return text
    kept = ""
    for mark in text:
        if js_length(kept + mark) > limit - 1:
            break
        kept += mark
    return kept.rstrip() + "…"
