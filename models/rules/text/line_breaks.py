"""Where a line of Chinese may end: no full stop begins one, no opening bracket ends one.

The signs and their sides are those of GB/T 15834-2011, 5.1.10, and of common typesetting. Words and
numbers of Latin letters stay whole unless they are wider than a line.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

Measure = Callable[[str], float]
"""The width of a text, in the unit of the lines."""
_NEVER_FIRST: Final = "，。、；：？！）》〉」』】〕〗’”…—～·%％‰℃,.;:?!)]}"
_NEVER_LAST: Final = "（《〈「『【〔〖‘“￥¥([{"
_WORD: Final = re.compile(r"[0-9A-Za-z@#&+\-_/\\.,:'~=%]+|\s+|.", re.DOTALL)


def break_lines(text: str, width: float, measure: Measure, *, indent: float = 0) -> list[str]:
    """The lines of one paragraph, none wider than `width` unless a single sign is.

    `indent`: by how much the first is shorter. Blanks at the end of a line are left out.
    """
    lines, line, room = [], "", width - indent
    for unit in _fitting(_units(text), width, measure):
        if line and measure((line + unit).rstrip(" ")) > room:
            lines.append(line.rstrip(" "))
            line, room = "", width
        line += unit if line else unit.lstrip(" ")
    return [*lines, line.rstrip(" ")] if line.strip() or not lines else lines


def _units(text: str) -> Iterator[str]:
    """What may not be torn apart: a word, a sign with the marks that cling to it."""
    unit = ""
    for part in _WORD.findall(text):
        if unit and not _clings(unit, part):
            yield unit
            unit = ""
        unit += part
    if unit:
        yield unit


def _clings(unit: str, part: str) -> bool:
    """Clauses are written `四(二)1`: half-width brackets cling to what stands beside them."""
    clause = part[0] == "(" or (unit[-1] == ")" and part[0].isalnum() and part[0].isascii())
    return clause or part[0] in _NEVER_FIRST or unit[-1] in _NEVER_LAST


def _fitting(units: Iterator[str], width: float, measure: Measure) -> Iterator[str]:
    """A unit that is wider than a line goes sign by sign."""
    for unit in units:
        if measure(unit) <= width:
            yield unit
        else:
            yield from unit
