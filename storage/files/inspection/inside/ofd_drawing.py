"""Draws a page of an OFD plainly: its lines, pictures and texts at their places, for reading."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from storage.files.inspection.inside.answering import Unfit
from storage.files.inspection.inside.ofd_document import Box, Document, OnPage, box_of, numbers_in
from storage.files.inspection.inside.ofd_text import signs_of
from storage.files.inspection.inspected import PREVIEW_SIDE

_MOST_PIXELS = 30_000_000
_LEAST_LETTER, _LARGEST_LETTER = 4, 400
_INK = "black"


class Pen:
    """Draws with two fonts, whatever the file asks for: what is written matters, not its look."""

    def __init__(self, font: bytes) -> None:
        """`font`: a TrueType file for all beyond ASCII, which fonts for Chinese may lack."""
        self._font = font

    def draw(self, document: Document, area: Box, objects: list[OnPage]) -> Image.Image:
        left, top, width, height = area
        scale = PREVIEW_SIDE / max(width, height)
        page = Image.new(
            "RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white"
        )
        canvas = ImageDraw.Draw(page)
        for drawn in objects:
            placed = OnPage(drawn.element, drawn.left - left, drawn.top - top)
            match drawn.element.tag:
                case "TextObject":
                    self._write(canvas, placed, scale)
                case "ImageObject":
                    _paste(page, document, placed, scale)
                case "PathObject":
                    _trace(canvas, placed, scale)
        return page

    def _write(self, canvas: ImageDraw.ImageDraw, drawn: OnPage, scale: float) -> None:
        for sign in signs_of(drawn):
            if not sign.text.strip() or not sign.text.isprintable():
                continue
            size = min(max(round(sign.size * scale), _LEAST_LETTER), _LARGEST_LETTER)
            place = (sign.x * scale, sign.y * scale)
            canvas.text(
                place, sign.text, fill=_INK, font=self._font_for(sign.text, size), anchor="ls"
            )

    def _font_for(self, sign: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        return self._of_size(size, plain=sign.isascii() or not self._font)

    @lru_cache(maxsize=32)  # noqa: B019  # the process reads one paper
    def _of_size(self, size: int, *, plain: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        if plain:
            return ImageFont.load_default(size)
        return ImageFont.truetype(io.BytesIO(self._font), size)


def _paste(page: Image.Image, document: Document, drawn: OnPage, scale: float) -> None:
    found = document.read_picture(drawn.element.get("ResourceID", ""))
    _, _, width, height = box_of(drawn.element.get("Boundary"), (0.0, 0.0, 1.0, 1.0))
    size = (round(width * scale), round(height * scale))
    if found is None or not 0 < size[0] * size[1] <= _MOST_PIXELS:
        return
    try:
        picture = open_picture(found)
    except Unfit:
        # One of a kind that Pillow does not know (JBIG2) leaves its place empty.
        return
    page.paste(picture.resize(size), (round(drawn.left * scale), round(drawn.top * scale)))


def open_picture(content: bytes) -> Image.Image:
    """Raises Unfit where it is none, or too large."""
    try:
        picture = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "BMP", "GIF"))
        if picture.width * picture.height > _MOST_PIXELS:
            raise Unfit("pixels")
        return picture.convert("RGB")
    except (OSError, SyntaxError, ValueError) as failure:
        raise Unfit("damaged") from failure


def _trace(canvas: ImageDraw.ImageDraw, drawn: OnPage, scale: float) -> None:
    """Straight between the points of a path, also where it is curved."""
    matrix = numbers_in(drawn.element.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    points: list[tuple[float, float]] = []
    for command, numbers in _commands(drawn.element.findtext("AbbreviatedData", "")):
        if command in "MS" or len(numbers) < 2:
            _line(canvas, points, scale)
            points = []
        if len(numbers) >= 2:
            x, y = numbers[-2:]
            points.append((drawn.left + a * x + c * y + e, drawn.top + b * x + d * y + f))
    _line(canvas, points, scale)


def _line(canvas: ImageDraw.ImageDraw, points: list[tuple[float, float]], scale: float) -> None:
    if len(points) > 1:
        canvas.line([(x * scale, y * scale) for x, y in points], fill=_INK)


def _commands(data: str) -> list[tuple[str, list[float]]]:
    """A letter and its numbers; the last two are where the pen comes to (GB/T 33190, 9.1)."""
    found: list[tuple[str, list[float]]] = []
    for word in data.split():
        if word.isalpha():
            found.append((word, []))
        elif found:
            found[-1][1].extend(numbers_in(word))
    return found
