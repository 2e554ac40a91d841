"""Small true papers, each with bytes of its own, and a logo, always the same."""

import base64
import io
from functools import cache
from uuid import uuid4

from fpdf import FPDF
from PIL import Image, ImageDraw

from storage.files.letters.fonts import HEI, SONG, add_fonts

PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsj"
    "HBYWICwgIyYnKSopGR8tMC0oMCUoKSj/wAALCAAeACgBAREA/8QAFgABAQEAAAAAAAAAAAAAAAAAAAcI/8QAGhAA"
    "AgIDAAAAAAAAAAAAAAAAABZioQMVYf/aAAgBAQAAPwDQDBOwwTsME7DBOwwTskTBOwwTsME7DBOwwTskLBMMEwwT"
    "DBMMEyS7nJ0bnJ0bnJ0bnJ0bnJ0//9k="
)
"""A grey gradient of 40 x 30 pixels, a JPEG."""


_MARK = "0" * 32


def paper(label: str) -> bytes:
    """A PDF of one page that says what it stands for; its mark lets no two look alike."""
    return _page(label).replace(_MARK.encode(), uuid4().hex.encode())


@cache
def _page(label: str) -> bytes:
    """Drawn once, since fonts take half a second to read; unpacked, so that the mark is found."""
    pdf = FPDF()
    pdf.set_compression(False)
    add_fonts(pdf)
    pdf.add_page()
    pdf.set_font(HEI, size=20)
    pdf.multi_cell(0, 16, label, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(SONG, size=14)
    pdf.multi_cell(0, 12, "演示用，不是真实材料", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Helvetica", size=11)
    pdf.cell(0, 12, _MARK)
    return bytes(pdf.output())


def logo() -> bytes:
    """A PNG of 240 x 240 pixels: a white ring on blue-green."""
    picture, file = Image.new("RGB", (240, 240), "#0b7285"), io.BytesIO()
    ImageDraw.Draw(picture).ellipse((50, 50, 190, 190), outline="white", width=24)
    picture.save(file, "PNG")
    return file.getvalue()
