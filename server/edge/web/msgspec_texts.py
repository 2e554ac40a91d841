"""Says in words what msgspec found wrong with one value: which field, what came, what is wanted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from models.rules.money import yuan
from models.rules.reasons import Text
from models.rules.text.typed import typed_line
from models.rules.wording import number_in_words

_TYPES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "str": Text("文字", "text"),
        "int": Text("整数", "a whole number"),
        "float": Text("数字", "a number"),
        "bool": Text("是或否（true/false）", "true or false"),
        "array": Text("列表", "a list"),
        "object": Text("一组内容", "an object"),
        "null": Text("空值", "null"),
        "date": Text("日期，如 2026-03-01", "a date such as 2026-03-01"),
        "datetime": Text("带时区的时间", "an instant with an offset"),
        "uuid": Text("编号", "an id"),
    }
)
_LENGTH = re.compile(r"`(\w+)` of length (<=|>=) (\d+)")
_BOUND = re.compile(r"`(?:int|float)` (<=|>=|<|>) (-?[\d.]+)")
_EXPECTED = re.compile(r"Expected `([^`]+)`")
_SHOWN = 30
"""So many signs of a value are said back."""

_NO_WORDS = Text("", "")
_FORM = Text("的格式不对，请核对后重新填写", "is not in the expected form")
_NOTHING_SEEN = Text(
    "还没有填写，请补上（空格和看不见的字符不算）",
    "must not be empty; blanks and unseen signs do not count",
)
_NO_ITEM = Text("至少要有一项", "must not be empty")
_FIXED: tuple[tuple[str, str, Text], ...] = (
    (
        "timezone",
        "instant",
        Text(
            "须写明时区，例如 2026-03-01T10:30:00+08:00",
            "needs an offset, such as 2026-03-01T10:30:00+08:00",
        ),
    ),
    (
        "encoded datetime",
        "instant",
        Text(
            "须为日期加时间，例如 2026-03-01T10:30:00+08:00",
            "must be an RFC 3339 instant such as 2026-03-01T10:30:00+08:00",
        ),
    ),
    (
        "encoded date",
        "date",
        Text("须为“年-月-日”，例如 2026-03-01", "must be a date such as 2026-03-01"),
    ),
    (
        "Invalid UUID",
        "id",
        Text("的编号格式不对，请重新选择", "is not a valid id; choose it again"),
    ),
    (
        "Invalid enum value",
        "choice",
        Text("不在可选范围内，请从列表中选择", "is not one of the choices; pick one from the list"),
    ),
)


def explain(message: str, label: Text, name: str, given: Any = None) -> tuple[str, Text]:
    """Stable code and text for msgspec's message about one value.

    `label` is what people call the field `name`; `given` the value to say back, None for nothing.
    """
    if found := _LENGTH.search(message):
        unit, sign, limit = found.groups()
        return _length(label, _Limit(unit, sign, limit), given)
    if found := _BOUND.search(message):
        sign, limit = found.groups()
        return _bound(label, name, sign, limit, given)
    if "matching regex" in message:
        return "format", _with_given(_joined(label, _FORM), given)
    for part, code, text in _FIXED:
        if part in message:
            return code, _with_given(_joined(label, text), given)
    if "got `null`" in message:
        return "type", missing(label)
    if found := _EXPECTED.search(message):
        return "type", _expected(label, found.group(1), given)
    return "invalid", _with_given(_joined(label, Text("填写有误", "is not valid")), given)


def missing(label: Text) -> Text:
    """That the field was left out."""
    return Text(f"{label.zh}还没有填写，请补上", f"{label.en} is missing; fill it in")


def _joined(label: Text, text: Text) -> Text:
    return Text(f"{label.zh}{text.zh}", f"{label.en} {text.en}")


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit of a length, as msgspec names it: of a `str` in characters, of others in items."""

    unit: str
    sign: str
    number: str


def _length(label: Text, wanted: _Limit, given: Any) -> tuple[str, Text]:
    text, limit = wanted.unit == "str", wanted.number
    zh, en = ("个字", "characters") if text else ("项", "items")
    now = Text("", "")
    if isinstance(given, str | list):
        now = Text(f"，现在是 {len(given)} {zh}", f", not {len(given)}")
    if wanted.sign == "<=":
        return "too_long", Text(
            f"{label.zh}太长，最多 {limit} {zh}{now.zh}",
            f"{label.en}: at most {limit} {en}{now.en}",
        )
    if limit == "1":
        words = _NOTHING_SEEN if text else _NO_ITEM
        return "too_short", _joined(label, words)
    return "too_short", Text(
        f"{label.zh}太短，至少 {limit} {zh}{now.zh}", f"{label.en}: at least {limit} {en}{now.en}"
    )


def _bound(label: Text, name: str, sign: str, limit: str, given: Any) -> tuple[str, Text]:
    words = {"<=": "不能超过", ">=": "不能小于", "<": "须小于", ">": "须大于"}[sign]
    en = {"<=": "at most", ">=": "at least", "<": "less than", ">": "more than"}[sign]
    if name.endswith("_fen") and limit.lstrip("-").isdigit():
        amount = _amount(int(limit))
        return "out_of_range", Text(
            f"{label.zh}{words} {amount} 元{_now(given, is_fen=True).zh}",
            f"{label.en}: {en} {amount} yuan{_now(given, is_fen=True).en}",
        )
    number = number_in_words(int(limit)) if limit.lstrip("-").isdigit() else limit
    now = _now(given, is_fen=False)
    return "out_of_range", Text(
        f"{label.zh}{words} {number}{now.zh}", f"{label.en}: {en} {number}{now.en}"
    )


def _now(given: Any, *, is_fen: bool) -> Text:
    """What was given, if it is a number; a query brings it as text."""
    shown = str(given)
    if isinstance(given, bool) or len(shown) > _SHOWN or not shown.lstrip("-").isdecimal():
        return Text("", "")
    if is_fen:
        return Text(f"，填的是 {_amount(int(shown))} 元", f", not {_amount(int(shown))} yuan")
    number = number_in_words(int(shown))
    return Text(f"，填的是 {number}", f", not {number}")


def _amount(fen: int) -> str:
    """Yuan with separators, without a fraction that is none."""
    return f"{fen // 100:,}" if fen % 100 == 0 else yuan(fen)


def _expected(label: Text, names: str, given: Any) -> Text:
    known = [_TYPES[name.strip()] for name in names.split("|") if name.strip() in _TYPES]
    known = [text for text in known if text != _TYPES["null"]] or known
    zh = "或".join(text.zh for text in known) or "其他类型"
    en = " or ".join(text.en for text in known) or "another type"
    kind = Text("文字", "text ") if isinstance(given, str) else Text("数字", "number ")
    return _with_given(Text(f"{label.zh}应为{zh}", f"{label.en} must be {en}"), given, kind)


def _with_given(text: Text, given: Any, kind: Text = _NO_WORDS) -> Text:
    """With what came, where it can be said in a few signs."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return text
    shown = typed_line(str(given))
    if not shown:
        return text
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return Text(
        f"{text.zh}，收到的是{kind.zh}“{shown}”", f"{text.en}; what came is {kind.en}“{shown}”"
    )
