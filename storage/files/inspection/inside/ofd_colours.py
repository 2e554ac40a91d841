"""Colours and widths of what an OFD draws, its own or those of the drawing parameters it names."""

from xml.etree.ElementTree import Element

from storage.files.inspection.inside.ofd_document import OnPage
from storage.files.inspection.inside.ofd_numbers import numbers_in

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
_MOST_RELATIVES = 5
_USUAL_WIDTH = 0.353


def colour_of(drawn: OnPage, kind: str, otherwise: Colour = BLACK) -> Colour | None:
    """`kind`: FillColor or StrokeColor; None where it is not to be seen."""
    for element in _asked(drawn):
        found = element.find(kind)
        if found is not None:
            return _seen(found, otherwise)
    return otherwise


def width_of(drawn: OnPage) -> float:
    """Of a line, in mm."""
    for element in _asked(drawn):
        width = numbers_in(element.get("LineWidth", ""))
        if len(width) == 1 and width[0] > 0:
            return width[0]
    return _USUAL_WIDTH


def _asked(drawn: OnPage) -> list[Element]:
    """The object, then what it or its layer refers to, and what that goes on from."""
    found = [drawn.element]
    name = drawn.element.get("DrawParam") or drawn.layer_parameters
    while (element := drawn.parameters.get(name)) is not None and len(found) <= _MOST_RELATIVES:
        found.append(element)
        name = element.get("Relative", "")
    return found


def _seen(colour: Element, otherwise: Colour) -> Colour | None:
    alpha = numbers_in(colour.get("Alpha", "255"))
    share = max(0.0, min(255.0, alpha[0])) / 255 if len(alpha) == 1 else 1.0
    if not share:
        return None
    red, green, blue = _mixed(_values(colour.get("Value", ""))) or otherwise
    # What is below shines through as white: the background of nearly every page.
    red, green, blue = (_byte(255 - (255 - one) * share) for one in (red, green, blue))
    return red, green, blue


def _values(written: str) -> list[float]:
    """`128 0 0`, or `#80 #0 #0`."""
    try:
        return [float(int(one[1:], 16) if one.startswith("#") else one) for one in written.split()]
    except ValueError:
        return []


def _mixed(values: list[float]) -> Colour | None:
    """By their count: grey, RGB, CMYK; None for a pattern or a shading."""
    match [_byte(value) for value in values if abs(value) < 1e6]:
        case [grey]:
            return grey, grey, grey
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, black]:
            inks = (cyan, magenta, yellow)
            red, green, blue = ((255 - ink) * (255 - black) // 255 for ink in inks)
            return red, green, blue
        case _:
            return None


def _byte(value: float) -> int:
    return max(0, min(255, round(value)))
