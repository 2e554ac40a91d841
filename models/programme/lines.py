"""On which line of a TOML text each key stands, so that a mistake is shown beside its line."""

from collections.abc import Iterator
from contextlib import suppress

_SPACE, _END = " \t\r\n", "\r\n"
_DEEPEST = 50  # each part of a path repeats all that stand before it
_QUOTES = ('"""', "'''", '"', "'")


def key_lines(text: str) -> dict[str, int]:
    """Path of a key as the reader spells it (`tracks.a.facts[0].name`) → its line, from 1.

    The text is TOML that was read without a mistake; of any other what was understood of it.
    """
    scan = _Scan(text)
    # Where the text ends within a value, or goes too deep, the parser tells the place itself.
    with suppress(IndexError, RecursionError):
        scan.document()
    return scan.lines


def line_of(lines: dict[str, int], key: str) -> int | None:
    """The line of that key; where it is missing, of the nearest part around it; None for none."""
    while key:
        if key in lines:
            return lines[key]
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return None


class _Scan:
    """Goes once through the text; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1
        self.lines: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def document(self) -> None:
        table = ""
        while self._skip():
            if self._looking_at("["):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> str:
        several = self._looking_at("[[")
        line = self.line
        self._step(2 if several else 1)
        parts = self._parts("]")
        self._step(2 if several else 1)
        path = ""
        for part in parts[:-1]:
            path = self._entry(_under(path, part))
            self.lines.setdefault(path, line)
        path = _under(path, parts[-1])
        if several:
            self.lines.setdefault(path, line)
            self._counts[path] = self._counts.get(path, -1) + 1
            path = self._entry(path)
        self.lines.setdefault(path, line)
        return path

    def _entry(self, path: str) -> str:
        """The last entry of a list of tables, the table itself where it is none."""
        return f"{path}[{self._counts[path]}]" if path in self._counts else path

    def _pair(self, table: str) -> None:
        line, path = self.line, table
        for part in self._parts("="):
            path = _under(path, part)
            self.lines.setdefault(path, line)
        self._step(1)
        self._value(path)

    def _parts(self, end: str) -> list[str]:
        parts = list(self._key(end))
        if len(parts) > _DEEPEST:
            raise IndexError(self.at)
        return parts

    def _key(self, end: str) -> Iterator[str]:
        """The parts of a dotted key, up to and without the sign that ends it."""
        while not self._looking_at(end):
            if self.text[self.at] in " \t.":
                self._step(1)
            elif self.text[self.at] in "\"'":
                yield self._string()[1:-1]
            else:
                start = self.at
                while self.text[self.at] not in f" \t.{end}{_END}":
                    self._step(1)
                yield self.text[start : self.at]
                if self.text[self.at] in _END:
                    raise IndexError(self.at)

    def _value(self, path: str) -> None:
        self._skip()
        if self._looking_at("["):
            self._listed(path)
        elif self._looking_at("{"):
            self._inline(path)
        elif self.text[self.at] in "\"'":
            self._string()
        else:
            start = self.at
            while self.at < len(self.text) and self.text[self.at] not in f",]}}#{_END}":
                self._step(1)
            if self.at == start:  # `[ }`: no value, so no TOML from here on
                raise IndexError(start)

    def _listed(self, path: str) -> None:
        self._step(1)
        number = 0
        while self._skip() and not self._looking_at("]"):
            if self._looking_at(","):
                self._step(1)
                continue
            entry = f"{path}[{number}]"
            self.lines.setdefault(entry, self.line)
            self._value(entry)
            number += 1
        self._step(1)

    def _inline(self, path: str) -> None:
        self._step(1)
        while self._skip() and not self._looking_at("}"):
            if self._looking_at(","):
                self._step(1)
            else:
                self._pair(path)
        self._step(1)

    def _string(self) -> str:
        """The string that begins here, with its quotes."""
        start = self.at
        quote = next(one for one in _QUOTES if self._looking_at(one))
        self._step(len(quote))
        while not self._looking_at(quote):
            self._step(2 if quote[0] == '"' and self._looking_at("\\") else 1)
        self._step(len(quote))
        while len(quote) == 3 and self.at < len(self.text) and self._looking_at(quote[0]):
            self._step(1)  # a quote of the text itself before the three that end it
        return self.text[start : self.at]

    def _skip(self) -> bool:
        """Past blanks and comments; False at the end of the text."""
        while self.at < len(self.text):
            if self._looking_at("#"):
                while self.at < len(self.text) and self.text[self.at] not in _END:
                    self._step(1)
            elif self.text[self.at] in _SPACE:
                self._step(1)
            else:
                return True
        return False

    def _looking_at(self, sign: str) -> bool:
        if self.at >= len(self.text):
            raise IndexError(self.at)
        return self.text.startswith(sign, self.at)

    def _step(self, signs: int) -> None:
        self.line += self.text.count("\n", self.at, self.at + signs)
        self.at += signs


def _under(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part
