"""WeChat's own check of template values (47003), read from its table and from nobody's code."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from standalone.wechat.records import Template

_DAY_FORMS: Final = ("%Y年%m月%d日", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")
_CLOCK_FORMS: Final = ("%H:%M", "%H:%M:%S")
_WITH_CLOCK: Final = tuple(
    f"{day}{gap}{clock}" for day in _DAY_FORMS for gap in ("", " ") for clock in _CLOCK_FORMS
)


def first_fault(template: Template, data: Any) -> str | None:
    """`data.thing1.value invalid` or `… is empty` for the first bad key, None if all are good."""
    for key in template.keys:
        entry = data.get(key) if isinstance(data, dict) else None
        value = entry.get("value") if isinstance(entry, dict) else None
        if value is None or value == "":
            return f"data.{key}.value is empty"
        if not isinstance(value, str) or not _is_valid(template, key, value):
            return f"data.{key}.value invalid"
    return None


def _is_valid(template: Template, key: str, value: str) -> bool:
    if any(unicodedata.category(mark) in ("Cc", "Zl", "Zp") for mark in value):
        return False
    prefix = key.rstrip("0123456789")
    if prefix in ("enum", "enum_string"):
        return value in template.values.get(key, ())
    return prefix in _CHECKS and _CHECKS[prefix](value)


def _utf16(value: str) -> int:
    return sum(2 if ord(mark) > 0xFFFF else 1 for mark in value)


def _is_han(mark: str) -> bool:
    return unicodedata.name(mark, "").startswith("CJK UNIFIED IDEOGRAPH")


def _is_ascii_letter(mark: str) -> bool:
    return mark.isascii() and mark.isalpha()


def _digits_with_point(value: str, most: int) -> bool:
    whole, point, part = value.partition(".")
    if point and not part:
        return False
    digits = whole + part
    return whole != "" and digits.isascii() and digits.isdigit() and len(digits) <= most


def _number(value: str) -> bool:
    return _digits_with_point(value.removeprefix("-"), 32)


def _amount(value: str) -> bool:
    body = value[1:] if value[:1] in ("¥", "￥", "$", "€", "£") else value
    return _digits_with_point(body.removesuffix("元"), 10)


def _letter(value: str) -> bool:
    return len(value) <= 32 and all(map(_is_ascii_letter, value))


def _symbol(value: str) -> bool:
    return len(value) <= 5 and all(unicodedata.category(mark)[0] in "PS" for mark in value)


def _character_string(value: str) -> bool:
    return len(value) <= 32 and all(mark.isascii() for mark in value)


def _moment(value: str, forms: tuple[str, ...]) -> bool:
    for form in forms:
        try:
            datetime.strptime(value, form)  # noqa: DTZ007 - only the shape is asked for
        except ValueError:
            continue
        return True
    return False


def _range(value: str, forms: tuple[str, ...]) -> bool:
    ends = [end.strip() for end in value.split("~")]
    return len(ends) <= 2 and all(_moment(end, forms) for end in ends)


def _phone_number(value: str) -> bool:
    return len(value) <= 17 and all(mark.isdigit() or mark in "+-" for mark in value)


def _car_number(value: str) -> bool:
    plain = [mark.isascii() and mark.isalnum() for mark in value]
    ends = all(plain[at] or _is_han(value[at]) for at in (0, -1))
    return len(value) <= 8 and ends and all(plain[1:-1])


def _name(value: str) -> bool:
    most = 10 if any(map(_is_han, value)) else 20
    return _utf16(value) <= most and not any(mark.isdigit() for mark in value)


def _phrase(value: str) -> bool:
    return len(value) <= 5 and all(map(_is_han, value))


_CHECKS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "thing": lambda value: _utf16(value) <= 20,
        "number": _number,
        "letter": _letter,
        "symbol": _symbol,
        "character_string": _character_string,
        "time": lambda value: _range(value, (*_CLOCK_FORMS, *_WITH_CLOCK)),
        "date": lambda value: _range(value, (*_DAY_FORMS, *_WITH_CLOCK)),
        "amount": _amount,
        "phone_number": _phone_number,
        "car_number": _car_number,
        "name": _name,
        "phrase": _phrase,
    }
)
