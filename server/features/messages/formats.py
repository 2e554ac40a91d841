"""Writes facts into message texts: `{amount_fen:yuan}`, `{at:minute}`, `{due_on:date}`.

`{due_on:day}` and `{at:moment}` are the day and the minute in English, `{programme:inner}` a name
that stands within Chinese quotes.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from models.rules.wording import within_quotes
from server.clock import SHANGHAI

Fact = str | int | date | datetime
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::(\w+))?\}")


class FactMissing(Exception):
    """A message needs a fact that the event did not bring, or brought in another type."""

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"{name}: {wanted}")
        self.name = name


def _yuan(fact: Fact) -> str | None:
    if not isinstance(fact, int) or fact < 0:
        return None
    return f"¥{fact // 100:,}.{fact % 100:02d}"


def _amount(fact: Fact) -> str | None:
    """As the amounts of WeChat's templates take it, which know no separators."""
    text = _yuan(fact)
    return None if text is None else text.replace(",", "")


def _date(fact: Fact) -> str | None:
    if isinstance(fact, str):
        return fact
    day = _shanghai_day(fact)
    return None if day is None else f"{day.year}年{day.month}月{day.day}日"


def _day(fact: Fact) -> str | None:
    if isinstance(fact, str):
        return fact
    day = _shanghai_day(fact)
    return None if day is None else f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _shanghai_day(fact: Fact) -> date | None:
    if isinstance(fact, datetime):
        return fact.astimezone(SHANGHAI).date()
    return fact if isinstance(fact, date) else None


def _minute(fact: Fact) -> str | None:
    if not isinstance(fact, datetime):
        return None
    local = fact.astimezone(SHANGHAI)
    return f"{_date(local)} {local:%H:%M}"


def _moment(fact: Fact) -> str | None:
    if not isinstance(fact, datetime):
        return None
    local = fact.astimezone(SHANGHAI)
    return f"{local:%H:%M} on {_day(local)}"


def _number(fact: Fact) -> str | None:
    return re.sub(r"[^0-9A-Za-z]", "", fact).upper() if isinstance(fact, str) else None


def _inner(fact: Fact) -> str | None:
    """Quotes within quotes are single ones (GB/T 15834)."""
    return within_quotes(fact) if isinstance(fact, str) else None


def _plain(fact: Fact) -> str | None:
    return str(fact) if isinstance(fact, str | int) else None


FORMATS: Final[Mapping[str, Callable[[Fact], str | None]]] = MappingProxyType(
    {
        "": _plain,
        "yuan": _yuan,
        "amount": _amount,
        "date": _date,
        "day": _day,
        "minute": _minute,
        "moment": _moment,
        "number": _number,
        "inner": _inner,
    }
)


def placeholders(pattern: str) -> tuple[tuple[str, str], ...]:
    """The (fact, format) pairs of a pattern; the format is empty for plain text."""
    return tuple((hit[1], hit[2] or "") for hit in _PLACEHOLDER.finditer(pattern))


def fill(pattern: str, facts: Mapping[str, Fact]) -> str:
    """The pattern with its facts put in. Raises FactMissing. A text fact passes `date` as it is."""

    def one(hit: re.Match[str]) -> str:
        name, form = hit[1], hit[2] or ""
        if name not in facts:
            raise FactMissing(name, "missing")
        text = FORMATS[form](facts[name])
        if text is None:
            raise FactMissing(name, f"cannot be written as {form or 'text'}")
        return text

    return _PLACEHOLDER.sub(one, pattern)
