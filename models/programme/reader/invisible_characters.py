"""Invisible characters in the texts of a programme file: no store keeps them, no page shows them."""

from collections.abc import Iterator

from models.programme.reader.problems import FileProblem
from models.rules.reasons import Text
from models.rules.text.typed import has_unseen, typed_line

_EXPECTED = Text("不含看不见的控制字符的文字", "a text without control signs that nobody sees")


def invisible_characters(file: str, raw: dict[str, object]) -> Iterator[FileProblem]:
    """One mistake for every name and text of a parsed file that has an invisible character."""
    for path, text in _texts("", raw):
        if has_unseen(text):
            yield FileProblem(file, typed_line(path), ascii(text)[:80], _EXPECTED)


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
