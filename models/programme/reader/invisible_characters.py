"""Invisible characters in the texts of a programme file: no store keeps them, no page shows them."""

import re
from collections.abc import Iterator

from models.programme.reader.problems import FileProblem
from models.rules.reasons import Text

# Control characters but tab and line break, and bidirectional controls.
_HIDDEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
_EXPECTED = Text("不含看不见的控制字符的文字", "a text without control signs that nobody sees")


def invisible_characters(file: str, raw: dict[str, object]) -> Iterator[FileProblem]:
    """One mistake for every name and text of a parsed file that has an invisible character."""
    for path, text in _texts("", raw):
        if _HIDDEN.search(text):
            yield FileProblem(file, _HIDDEN.sub("?", path), ascii(text)[:80], _EXPECTED)


def _texts(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text with its path; the name of a key counts as a text of its own."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            below = f"{path}.{name}" if path else str(name)
            yield below, str(name)
            yield from _texts(below, inner)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(f"{path}[{index}]", item)
