"""The texts of an OFD page: each sign where it stands, and lines as a reader reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from xml.etree.ElementTree import Element

from storage.files.inspection.inside.ofd_document import OnPage
from storage.files.inspection.inside.ofd_numbers import numbers_in

_MOST_SIGNS = 20_000
# Baselines closer than this are one line (mm).
_SAME_LINE = 1.5
_USUAL_SIZE = 3.5


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, at its baseline on the page, with the height of its letters; all in mm."""

    text: str
    x: float
    y: float
    size: float


def signs_of(drawn: OnPage) -> Iterator[Sign]:
    """Of a text object."""
    matrix = numbers_in(drawn.element.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = _number(drawn.element, "Size", _USUAL_SIZE) * abs(a * d - b * c) ** 0.5
    x = y = 0.0
    for code in drawn.element.findall("TextCode"):
        # A code without a place goes on where the one before it began.
        x, y = _number(code, "X", x), _number(code, "Y", y)
        at_x, at_y = x, y
        steps_x, steps_y = _steps(code.get("DeltaX", "")), _steps(code.get("DeltaY", ""))
        for sign in (code.text or "")[:_MOST_SIGNS]:
            yield Sign(
                sign,
                drawn.left + at_x * a + at_y * c + e,
                drawn.top + at_x * b + at_y * d + f,
                size,
            )
            at_x, at_y = at_x + next(steps_x, 0.0), at_y + next(steps_y, 0.0)


def lines_of(pieces: list[tuple[float, float, str]]) -> str:
    """Texts with the places where they begin, from top to bottom and left to right."""
    lines: list[list[tuple[float, str]]] = []
    line_at = float("-inf")
    for y, x, text in sorted(pieces):
        if y - line_at > _SAME_LINE:
            lines.append([])
            line_at = y
        lines[-1].append((x, text))
    return "\n".join(" ".join(text for _, text in sorted(line)) for line in lines)


def _steps(written: str) -> Iterator[float]:
    """Distances to the next sign; `g 5 3.1` is five times 3.1."""
    parts = iter(written.split())
    for part in parts:
        if part == "g":
            count, step = numbers_in(next(parts, "0")), numbers_in(next(parts, "0"))
            yield from repeat(step[0] if step else 0.0, int(count[0]) if count else 0)
        else:
            number = numbers_in(part)
            yield number[0] if number else 0.0


def _number(element: Element, name: str, otherwise: float) -> float:
    found = numbers_in(element.get(name, ""))
    return found[0] if len(found) == 1 else otherwise
