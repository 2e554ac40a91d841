"""Draws a page of an OFD plainly: its lines, areas, pictures and texts at their places, for reading."""

import io
from dataclasses import replace
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from storage.files.inspection.inside.answering import Unfit
from storage.files.inspection.inside.ofd_colours import colour_of, width_of
from storage.files.inspection.inside.ofd_document import Document, OnPage
from storage.files.inspection.inside.ofd_numbers import Box, box_of
from storage.files.inspection.inside.ofd_path import lines_in
from storage.files.inspection.inside.ofd_text import signs_of
from storage.files.inspection.inspected import PREVIEW_SIDE

_MOST_PIXELS = 30_000_000
_WIDEST = 100
_LEAST_LETTER, _LARGEST_LETTER = 4, 400
_SEAL = (192, 0, 0)
_SEAL_WORDS = ("电子印章（未绘制）", "e-seal (not drawn)")


class Pen:
    """Draws with two fonts, whatever the file asks for: what is written matters, not its look."""

    def __init__(self, font: bytes) -> None:
        """`font`: a TrueType file for all beyond ASCII, which fonts for Chinese may lack."""
        self._font = font

    def draw(
        self, document: Document, area: Box, objects: list[OnPage], seals: list[Box]
    ) -> Image.Image:
        left, top, width, height = area
        scale = PREVIEW_SIDE / max(width, height)
        page = Image.new(
            "RGB", (max(1, round(width * scale)), max(1, round(height * scale))), "white"
        )
        canvas = ImageDraw.Draw(page)
        for drawn in objects:
            placed = replace(drawn, left=drawn.left - left, top=drawn.top - top)
            match drawn.element.tag:
                case "TextObject":
                    self._write(canvas, placed, scale)
                case "ImageObject":
                    _paste(page, document, placed, scale)
                case "PathObject":
                    _trace(canvas, placed, scale)
        for x, y, wide, high in seals:
            self._mark_seal(canvas, (x - left, y - top, wide, high), scale)
        return page

    def _mark_seal(self, canvas: ImageDraw.ImageDraw, place: Box, scale: float) -> None:
        """Where a seal stands, and that this is not its look: a signature holds that."""
        left, top, width, height = (each * scale for each in place)
        canvas.ellipse((left, top, left + width, top + height), outline=_SEAL, width=2)
        words = _SEAL_WORDS[0 if self._font else 1]
        size = min(max(round(width / len(words)), 10), 40)
        middle = (left + width / 2, top + height / 2)
        font = self._font_for(words[0], size)
        canvas.text(middle, words, fill=_SEAL, font=font, anchor="mm")

    def _write(self, canvas: ImageDraw.ImageDraw, drawn: OnPage, scale: float) -> None:
        ink = colour_of(drawn, "FillColor")
        if ink is None:
            return
        for sign in signs_of(drawn):
            if not sign.text.strip() or not sign.text.isprintable():
                continue
            size = min(max(round(sign.size * scale), _LEAST_LETTER), _LARGEST_LETTER)
            place = (sign.x * scale, sign.y * scale)
            canvas.text(
                place, sign.text, fill=ink, font=self._font_for(sign.text, size), anchor="ls"
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
    """Filled and stroked as it asks; of several parts only the outlines: one may be another's hole."""
    parts = [[(x * scale, y * scale) for x, y in part] for part in lines_in(drawn)]
    fill = colour_of(drawn, "FillColor") if drawn.element.get("Fill") == "true" else None
    stroke = colour_of(drawn, "StrokeColor") if drawn.element.get("Stroke") != "false" else None
    if fill is not None and len(parts) == 1 and len(parts[0]) > 2:
        canvas.polygon(parts[0], fill=fill)
    elif fill is not None:
        stroke = stroke or fill
    if stroke is not None:
        width = min(max(1, round(width_of(drawn) * scale)), _WIDEST)
        for part in parts:
            canvas.line(part, fill=stroke, width=width)
