"""Types for the fields of bodies: each carries its limits, in characters or in units."""

from datetime import date, datetime
from enum import IntEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

# Patterns hold in Python and in ECMA-262 alike, but for `\Z`: `$` lets a line feed follow here, so the
# published description alone writes `$`.
_CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"


class Writing(IntEnum):
    """How a text is cleaned when it comes in, before its length counts; a mark in its type.

    Blanks around it and what nobody sees go (`models/rules/text/typed.py`). In LINES, what people
    write at length, the numbers of persons are masked. AS_IS for secrets.
    """

    LINE = 0
    LINES = 1
    AS_IS = 2


def about(zh: str, en: str, *examples: Any) -> Meta:
    """What a field is, for the description of the API; the first example goes into its body's."""
    return Meta(description=f"{zh} / {en}", examples=list(examples) or None)


Name = Annotated[str, Meta(min_length=1, max_length=200)]
"""A name or title: one line, not blank, at most 200 characters."""

PaperNumber = Annotated[str, Meta(min_length=1, max_length=80)]
"""A number that a paper carries, such as a contract's or a voucher's."""

LongText = Annotated[str, Meta(max_length=4000), Writing.LINES]
"""Several lines (a comment, a description), at most 4000 characters."""

Reasoning = Annotated[str, Meta(min_length=1, max_length=4000), Writing.LINES]
"""A reason that must be given: several lines, not blank, at most 4000 characters."""

Clause = Annotated[str, Meta(min_length=1, max_length=120)]
"""A clause of a notice as people cite it, such as 四(二)1."""

Code = Annotated[str, Meta(min_length=1, max_length=64, pattern=_CODE)]
"""A stable key such as an edition, a track, a kind or a category."""

Key = Annotated[str, Meta(min_length=1, max_length=64)]
"""A key in a mapping, such as a fact's name."""

Uscc = Annotated[str, Meta(min_length=1, max_length=64)]
"""A unified social credit code as it is pasted, with whatever stands between its signs."""

Token = Annotated[str, Meta(min_length=1, max_length=512, pattern=r"^[\x21-\x7e]+\Z")]
"""A code or token made by a machine: printable ASCII without spaces."""

Fen = Annotated[int, Meta(ge=0, le=10**14)]
"""Money in fen, at most 1 000 000 000 000 yuan."""

Count = Annotated[int, Meta(ge=0, le=10_000_000)]
"""How many of something."""

Instant = Annotated[datetime, Meta(tz=True)]
"""An RFC 3339 instant; an offset is required."""

Day = date
"""A calendar day, `YYYY-MM-DD`."""

Id = UUID

FactValue = bool | int | float | str | list[int | str] | None
Facts = Annotated[dict[Key, FactValue], Meta(max_length=100)]
"""Facts by name; which are known, and their types, is the edition's to say."""
