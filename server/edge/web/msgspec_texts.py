"""Says in words what msgspec found wrong with one value."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from models.rules.reasons import Text

_TYPES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "str": Text("文字", "text"),
        "int": Text("整数", "a whole number"),
        "float": Text("数字", "a number"),
        "bool": Text("是或否(true/false)", "true or false"),
        "array": Text("列表", "a list"),
        "object": Text("对象", "an object"),
        "null": Text("空值", "null"),
        "date": Text("日期(YYYY-MM-DD)", "a date (YYYY-MM-DD)"),
        "datetime": Text("带时区的时间", "an instant with an offset"),
        "uuid": Text("编号", "an id"),
    }
)
_LENGTH = re.compile(r"`(\w+)` of length (<=|>=) (\d+)")
_UNITS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({"str": ("个字", "characters")})
_BOUND = re.compile(r"`(?:int|float)` (<=|>=|<|>) (-?[\d.]+)")
_EXPECTED = re.compile(r"Expected `([^`]+)`")
_FIXED: tuple[tuple[str, str, Text], ...] = (
    ("matching regex", "format", Text("格式不对,或只有空白", "Not in the expected form, or blank")),
    (
        "timezone",
        "instant",
        Text("时间须带时区,例如 +08:00", "The instant needs an offset, such as +08:00"),
    ),
    ("encoded datetime", "instant", Text("时间格式不对(RFC 3339)", "Not an RFC 3339 instant")),
    ("encoded date", "date", Text("日期格式应为 YYYY-MM-DD", "The date must be YYYY-MM-DD")),
    ("Invalid UUID", "id", Text("编号格式不对", "Not a valid id")),
    ("Invalid enum value", "choice", Text("不在可选范围内", "Not one of the choices")),
)


def _length(unit: str, sign: str, limit: str) -> tuple[str, Text]:
    zh, en = _UNITS.get(unit, ("项", "items"))
    if sign == "<=":
        return "too_long", Text(f"太长,最多 {limit} {zh}", f"Too long; at most {limit} {en}")
    if limit == "1":
        return "too_short", Text("不能为空", "Must not be empty")
    return "too_short", Text(f"太短,至少 {limit} {zh}", f"Too short; at least {limit} {en}")


def _bound(sign: str, limit: str) -> tuple[str, Text]:
    words = {"<=": "不超过", ">=": "不小于", "<": "小于", ">": "大于"}[sign]
    return "out_of_range", Text(f"应{words} {limit}", f"Must be {sign} {limit}")


def _expected(names: str) -> tuple[str, Text]:
    known = [_TYPES[name.strip()] for name in names.split("|") if name.strip() in _TYPES]
    zh = "或".join(text.zh for text in known) or "其他类型"
    en = " or ".join(text.en for text in known) or "another type"
    return "type", Text(f"应为{zh}", f"Must be {en}")


def explain(message: str) -> tuple[str, Text]:
    """Stable code and text for msgspec's message about one value."""
    if found := _LENGTH.search(message):
        return _length(*found.groups())
    if found := _BOUND.search(message):
        return _bound(*found.groups())
    for part, code, text in _FIXED:
        if part in message:
            return code, text
    if found := _EXPECTED.search(message):
        return _expected(found.group(1))
    return "invalid", Text("填写有误", "Not valid")
