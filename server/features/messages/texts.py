"""The title and body of an inbox entry, from an event and its facts, in either language."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from server.features.messages.events import EventText
from server.features.messages.formats import Fact, fill, placeholders

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DUE_DATE: Final = "规定期限"


def inbox_text(
    text: EventText, facts: Mapping[str, Fact], *, english: bool = False
) -> tuple[str, str]:
    """(title, body); a line whose facts are not all there, or are empty, is left out."""
    lines = [line.in_language(english) for line in text.lines]
    kept = [fill(line, facts) for line in lines if _has_all(line, facts)]
    return text.title.in_language(english), "\n".join(kept)


def stored_facts(facts: Mapping[str, Fact]) -> dict[str, str | int]:
    """Facts as JSON keeps them; days and instants in ISO 8601."""
    return {
        name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()
    }


def read_facts(stored: Mapping[str, str | int]) -> dict[str, Fact]:
    """Facts typed by their names: `_fen` whole numbers, `_on` days, `at` and `_at` instants."""
    return {name: _typed(name, value) for name, value in stored.items()}


def message_facts(stored: Mapping[str, str | int]) -> dict[str, Fact]:
    """The same for a WeChat message, which cannot leave a line out."""
    return {"due_on": _NO_DUE_DATE, **read_facts(stored)}


def _typed(name: str, value: str | int) -> Fact:
    if isinstance(value, int):
        return value
    if name.endswith("_fen") and value.isascii() and value.isdigit():
        return int(value)
    if name.endswith("_on") and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if name == "at" or name.endswith("_at"):
        return datetime.fromisoformat(value)
    return value


def _has_all(line: str, facts: Mapping[str, Fact]) -> bool:
    return all(facts.get(name, "") != "" for name, _ in placeholders(line))
