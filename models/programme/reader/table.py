"""A table of a TOML file that knows its path and collects the mistakes in it."""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from typing import TypeGuard, TypeVar

from models.programme.reader.invisible_characters import invisible_characters
from models.programme.reader.problems import FileProblem
from models.programme.reader.toml_words import not_toml
from models.rules.reasons import Text
from models.rules.text.typed import typed_lines

Choice = TypeVar("Choice", bound=str)

NOTHING = Text("", "")
CODE = r"[a-z][a-z0-9_-]{0,39}"
MAX_STRING = 600
_NAMES = ("id", "name", "code", "kind")
MAX_WHOLE = 10**15
_BOTH = ('{ zh = "中文", en = "English" }',) * 2
_DEPTH = Text("不超过几层的列表和表", "lists and tables a few levels deep")
WHOLE = ("0 至 10^15 的整数", "a whole number of at least 0 and at most 10^15")


def is_whole(value: object) -> TypeGuard[int]:
    """A number that every store and every client holds exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_WHOLE


def is_code(value: str) -> bool:
    """Whether a name can be part of addresses and file names."""
    return re.fullmatch(CODE, value) is not None


class Table:
    """Reads keys by type; a wrong one is noted and replaced by a harmless value of that type.

    `assumable` is false in a policy file, where nothing may be assumed. Call `done` at the end:
    keys that nobody asked for are mistakes too.
    """

    def __init__(
        self,
        file: str,
        path: str,
        raw: dict[str, object],
        *,
        problems: list[FileProblem],
        assumable: bool,
        entry: Text = NOTHING,
    ) -> None:
        self.file = file
        self.path = path
        self.raw = raw
        self.problems = problems
        self.assumable = assumable
        self.entry = entry
        self._asked: set[str] = set()

    def key(self, name: str = "") -> str:
        """The full path of a key in its file."""
        return ".".join(part for part in (self.path, name) if part)

    def wrong(self, name: str, zh: str, en: str, *, found: object = None) -> None:
        """Notes a mistake at a key."""
        value = self.raw.get(name) if found is None else found
        expected = Text(zh, en)
        self.problems.append(
            FileProblem(self.file, self.key(name), _shown(value), expected, self.entry)
        )

    def has(self, name: str) -> bool:
        """Whether the key is there."""
        return name in self.raw

    def peek(self, name: str) -> object:
        """The raw value, counted as asked for; None if it is not there."""
        self._asked.add(name)
        return self.raw.get(name)

    def string(self, name: str) -> str:
        """A text that must be there and not be empty."""
        value = self.peek(name)
        if isinstance(value, str) and typed_lines(value) and len(value) <= MAX_STRING:
            return value
        self.wrong(name, "一段文字（不为空）", "a text that is not empty")
        return ""

    def find_string(self, name: str) -> str | None:
        """A text, or None where the key is absent."""
        return self.string(name) if self.has(name) else None

    def code(self, name: str) -> str:
        """A code: small letters, digits, `-` and `_`."""
        value = self.string(name)
        if value and not is_code(value):
            self.wrong(name, "小写字母开头的代码", "a code of small letters, digits, - and _")
        return value

    def text(self, name: str) -> Text:
        """Both languages: `{ zh = "…", en = "…" }`."""
        value = self.peek(name)
        if not isinstance(value, dict):
            self.wrong(name, *_BOTH)
            return NOTHING
        table = self._below(self.key(name), value)
        text = Text(table.string("zh"), table.string("en"))
        table.done()
        return text

    def find_text(self, name: str) -> Text | None:
        """Both languages, or None where the key is absent."""
        return self.text(name) if self.has(name) else None

    def boolean(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self.peek(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.wrong(name, "true 或 false", "true or false")
        return default

    def one_of(self, name: str, allowed: Sequence[Choice]) -> Choice:
        """One of the allowed words; the first of them after a mistake."""
        value = self.peek(name)
        for word in allowed:
            if word == value:
                return word
        words = "、".join(allowed)
        self.wrong(name, f"以下之一：{words}", f"one of {', '.join(allowed)}")
        return allowed[0]

    def find_whole(self, name: str) -> int | None:
        """A whole number not below zero, or None where the key is absent."""
        value = self.peek(name)
        if value is None:
            return None
        if is_whole(value):
            return value
        self.wrong(name, *WHOLE)
        return None

    def whole(self, name: str) -> int:
        """A whole number not below zero that must be there."""
        value = self.find_whole(name)
        if value is None and not self.has(name):
            self.wrong(name, *WHOLE)
        return value or 0

    def find_day(self, name: str) -> date | None:
        """A TOML date, or None where the key is absent."""
        value = self.peek(name)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.wrong(name, "日期（如 2019-06-10）", "a date such as 2019-06-10")
        return None

    def strings(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is absent."""
        value = self.peek(name)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            return tuple(str(item) for item in value)
        self.wrong(name, "文字的列表", "a list of texts")
        return ()

    def table(self, name: str) -> "Table | None":
        """A table that must be there; None after a mistake."""
        value = self.peek(name)
        if isinstance(value, dict):
            return self._below(self.key(name), value)
        self.wrong(name, "一个表", "a table")
        return None

    def find_table(self, name: str) -> "Table | None":
        """A table, or None where the key is absent."""
        return self.table(name) if self.has(name) else None

    def named_tables(self, name: str) -> "Iterator[tuple[str, Table]]":
        """The tables of a table, each with its name; nothing where the key is absent."""
        outer = self.find_table(name)
        for inner in outer.raw if outer else ():
            table = outer.table(inner) if outer else None
            if table is not None:
                yield inner, table

    def listed_tables(self, name: str) -> "Iterator[Table]":
        """The tables of a list; nothing where the key is absent."""
        value = self.peek(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(name, "表的列表", "a list of tables")
            return
        for index, item in enumerate(value):
            if isinstance(item, dict):
                entry = _entry(index + 1, item)
                yield self._below(self.key(f"{name}[{index}]"), item, entry)
            else:
                self.wrong(f"{name}[{index}]", "一个表", "a table", found=item)

    def done(self) -> None:
        """Notes every key that nobody asked for."""
        for name in self.raw:
            if name not in self._asked:
                known = ", ".join(sorted(self._asked)) or "-"
                self.wrong(name, f"没有此项，可用：{known}", f"no such key; known: {known}")

    def _below(self, path: str, raw: dict[str, object], entry: Text = NOTHING) -> "Table":
        return Table(
            self.file,
            path,
            raw,
            problems=self.problems,
            assumable=self.assumable,
            entry=self.entry if entry == NOTHING else entry,
        )


def parse_toml(file: str, text: str, *, problems: list[FileProblem], assumable: bool) -> Table:
    """The root table of a file; one that is not TOML is a problem and reads as empty."""
    raw: dict[str, object] = {}
    try:
        raw = dict(tomllib.loads(text))
        problems.extend(invisible_characters(file, raw))
    except ValueError as error:  # also of a number with more digits than Python reads
        problems.append(not_toml(file, text, error))
    except RecursionError:
        problems.append(FileProblem(file, "(TOML)", "[[[[…", _DEPTH))
        raw = {}
    return Table(file, "", raw, problems=problems, assumable=assumable)


def note_repeats(table: Table, name: str, values: Collection[str]) -> None:
    """Notes duplicate names."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            table.wrong(name, "不重复的名称", "a name that stands only once", found=value)
        seen.add(value)


def _entry(number: int, raw: dict[str, object]) -> Text:
    """Which entry of a list it is, and its name if it has one: nobody counts from 0."""
    name = next((raw[key] for key in _NAMES if isinstance(raw.get(key), str)), "")
    return Text(f"（第 {number} 段 {name}）", f" (entry {number}: {name})") if name else NOTHING


def _shown(value: object) -> str:
    if value is None:
        return "（空缺 nothing）"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    try:
        words = repr(value)
    except ValueError:  # a number of more digits than Python writes
        words = "…"
    return words if len(words) <= 80 else words[:77] + "…"
