"""What is typed into a place: as much as fits, one sign more, far more, and what does not belong."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MARK = "zq7kbd5w"
"""Stands in every text that may hold letters; the logs are searched for it afterwards."""
MARK_IN_DIGITS = "4917350284"
FAR = 10_000
_ASCII = r"^[ -~]*$"

HOSTILE: Sequence[Any] = (
    *("\x00", "\ud800", "\u202e", "\u200b", "😀", "\U000e0041", "e\u0301", "ﷺ", "\u0958"),
    *("'", '"', "%", "%s%n", "\\", "../..", "${jndi}", "<b>", "{{7*7}}", "' OR 1=1--"),
    *("1e400", "NaN", "null", "true", "-1", "0x10", "２０", "\r\nX-A: b", " ", "\t"),
)
WRONG: Sequence[Any] = (None, 0, -1, 10**30, 1.5, True, [], {}, [[1]], {"": {}})


@dataclass(frozen=True)
class Typed:
    """`kind`: "fits", "over" (too long for the place), or "strange"."""

    kind: str
    value: Any


def lengths(most: int, pattern: str | None) -> Iterator[Typed]:
    """To the limit, one more, and ten thousand; those in ASCII, which an address has room for."""
    yield Typed("fits", of_length(most, pattern))
    yield Typed("over", of_length(most + 1, pattern))
    yield Typed("over", of_length(max(FAR, most + 1), pattern or _ASCII))


def strange(turn: int, every: int) -> Iterator[Typed]:
    """A mark with something hostile in it, and what is no text; each `every`th, from `turn` on."""
    chosen = [MARK + text + MARK for text in HOSTILE] + list(WRONG)
    for value in chosen[turn % every :: every]:
        yield Typed("strange", value)


def of_length(length: int, pattern: str | None) -> str:
    for mark, sign in ((MARK, "文"), (MARK, "a"), (MARK_IN_DIGITS, "1")):
        text = (mark + sign * length)[:length]
        if pattern is None or re.search(pattern, text):
            return text
    return ("1" * length)[:length]
