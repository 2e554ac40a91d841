"""Text that is not TOML, told to a clerk: the line, and what it should look like."""

import re

from models.programme.reader.problems import FileProblem
from models.rules.reasons import Text

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_END = "(at end of document)"
# Quotes and brackets of Chinese keyboards; their commas, colons and equals signs from U+FF01 on.
_CHINESE = "\u201c\u201d\u2018\u2019\u3010\u3011\u3014\u3015\u3001"
_MAX_SHOWN = 80

_HALF_WIDTH = Text(
    "英文（半角）的引号、逗号、等号和括号",
    "quotes, commas, equals signs and brackets of a Latin keyboard",
)
_ONCE = Text(
    "一个表名、一项内容只写一次；可以重复的段落用双方括号 [[…]]",
    "a name that stands only once; parts that may be repeated stand in [[…]]",
)
_DAY = Text("日历上有的日期，如 2027-03-01", "a day of the calendar such as 2027-03-01")
_TOML = Text(
    '名称 = 值，文字用一对 "…"，表用一对 { … }，列表用一对 [ … ]',
    'name = value (TOML 1.0), with texts in "…", tables in { … }, lists in [ … ]',
)


def not_toml(file: str, text: str, error: ValueError) -> FileProblem:
    """The mistake at which the parser stopped; `error` is what it said."""
    said, lines = str(error), text.splitlines() or [""]
    place = _PLACE.search(said)
    number, column = (int(place[1]), int(place[2])) if place else (len(lines), 1)
    line = lines[min(number, len(lines)) - 1]
    cause = _PLACE.sub("", said).replace(_END, "").strip()
    shown = line.strip()[:_MAX_SHOWN]
    key = f"第 {number} 行 / line {number} (TOML)"
    return FileProblem(file, key, f"{shown} ({cause})", _expected(said, line, column), line=number)


def _expected(said: str, line: str, column: int) -> Text:
    if "twice" in said or "overwrite" in said or "mutate" in said:
        return _ONCE
    if "date or datetime" in said:
        return _DAY
    # Chinese punctuation inside a text is good; the parser stops only where it is not.
    whole = "string" in said or "Illegal character" in said or _END in said
    near = line if whole else line[max(0, column - 2) : column + 1]
    return _HALF_WIDTH if any(map(_is_full_width, near)) else _TOML


def _is_full_width(mark: str) -> bool:
    return mark in _CHINESE or "\uff01" <= mark <= "\uff5e"
