"""A path of an OFD as lines between points (GB/T 33190, 9.1), curves in short pieces."""

from collections.abc import Iterator
from itertools import pairwise
from math import acos, ceil, copysign, cos, hypot, pi, radians, sin

from storage.files.inspection.inside.ofd_document import OnPage
from storage.files.inspection.inside.ofd_numbers import numbers_in

Point = tuple[float, float]
_PIECES = 8
"""Of a curve, or of a quarter of an arc: nobody sees the corners at a preview's size."""
_MOST_POINTS = 20_000
_NUMBERS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def lines_in(drawn: OnPage) -> list[list[Point]]:
    """Each part of the path in mm of the page; a closed one ends where it began."""
    matrix = numbers_in(drawn.element.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    parts: list[list[Point]] = []
    count = 0
    for command, numbers in _commands(drawn.element.findtext("AbbreviatedData", "")):
        if command in "SM":
            parts.append([(numbers[0], numbers[1])])
        elif parts and count < _MOST_POINTS:
            came = _follow(command, parts[-1], numbers)
            parts[-1].extend(came)
            count += len(came)
    return [
        [(drawn.left + a * x + c * y + e, drawn.top + b * x + d * y + f) for x, y in part]
        for part in parts
        if len(part) > 1
    ]


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """A letter with as many numbers as it takes; what has too few, or is unknown, is left out."""
    words = data.split()
    for at, word in enumerate(words):
        if (wanted := _NUMBERS.get(word)) is not None:
            numbers = numbers_in(" ".join(words[at + 1 : at + 1 + wanted]))
            if len(numbers) == wanted:
                yield word, numbers


def _follow(command: str, part: list[Point], numbers: list[float]) -> list[Point]:
    """Where the pen goes from the last point of the part."""
    if command == "C":
        return [part[0]]
    if command == "A":
        return _arc(part[-1], numbers)
    points = [part[-1], *zip(numbers[::2], numbers[1::2], strict=True)]
    if command == "L":
        return points[1:]
    return [_on_curve(points, piece / _PIECES) for piece in range(1, _PIECES + 1)]


def _on_curve(points: list[Point], share: float) -> Point:
    """De Casteljau's: between each two, again and again."""
    while len(points) > 1:
        points = [
            (x + (to_x - x) * share, y + (to_y - y) * share)
            for (x, y), (to_x, to_y) in pairwise(points)
        ]
    return points[0]


def _arc(start: Point, numbers: list[float]) -> list[Point]:
    """From its two ends to its centre (SVG 1.1, F.6.5, whose arcs these are)."""
    wide, high, turned, large, sweep, *ends = numbers
    end, (wide, high) = (ends[0], ends[1]), (abs(wide), abs(high))
    if not wide or not high or start == end:
        return [end]
    across, along = cos(radians(turned)), sin(radians(turned))
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = across * half_x + along * half_y, across * half_y - along * half_x
    grown = max(1.0, hypot(x / wide, y / high))
    wide, high = wide * grown, high * grown
    rest = (wide * high) ** 2 - (wide * y) ** 2 - (high * x) ** 2
    root = (max(0.0, rest) / ((wide * y) ** 2 + (high * x) ** 2)) ** 0.5
    root = -root if bool(large) == bool(sweep) else root
    centre = (root * wide * y / high, -root * high * x / wide)
    begin = _angle((x - centre[0]) / wide, (y - centre[1]) / high)
    span = _angle((-x - centre[0]) / wide, (-y - centre[1]) / high) - begin
    span += 2 * pi if sweep and span < 0 else -2 * pi if not sweep and span > 0 else 0
    pieces = max(1, ceil(abs(span) / (pi / 2))) * _PIECES
    points = []
    for piece in range(1, pieces):
        angle = begin + span * piece / pieces
        at_x, at_y = centre[0] + wide * cos(angle), centre[1] + high * sin(angle)
        points.append(
            (
                across * at_x - along * at_y + (start[0] + end[0]) / 2,
                along * at_x + across * at_y + (start[1] + end[1]) / 2,
            )
        )
    return [*points, end]


def _angle(x: float, y: float) -> float:
    length = hypot(x, y) or 1.0
    return copysign(acos(max(-1.0, min(1.0, x / length))), y)
