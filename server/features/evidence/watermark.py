"""Writes across a picture who was shown it and when, so that a copy names whom it came from."""

import io
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from storage.files.inspection.believed import MOST_SIDE

_QUALITY: Final = 85
_ALPHA: Final = 72
_ANGLE: Final = 30
_PER_WIDTH: Final = 34
"""How many letters of the mark would fill the picture's width."""


def watermarked(picture: bytes, mark: str) -> bytes:
    """A JPEG of ours with `mark` (ASCII) all over it, as a JPEG; blocking, some 50 ms.

    Raises OSError for one that no longer is, or never was, a picture of ours.
    """
    with Image.open(io.BytesIO(picture), formats=("JPEG",)) as opened:
        if max(opened.size) > MOST_SIDE:
            raise OSError(f"a preview of {opened.size} pixels is none of ours")
        page = opened.convert("RGB")
    page.paste((96, 96, 96), mask=_mask(page.size, mark))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _mask(size: tuple[int, int], mark: str) -> Image.Image:
    """Lines of the mark, turned; they reach over every corner."""
    side = int((size[0] ** 2 + size[1] ** 2) ** 0.5) + 1
    font = ImageFont.load_default(max(12.0, size[0] / _PER_WIDTH))
    sheet = Image.new("L", (side, side))
    draw = ImageDraw.Draw(sheet)
    left, top, right, bottom = draw.textbbox((0, 0), mark, font=font)
    across, down = int(right - left) * 5 // 4 + 1, int(bottom - top) * 6 + 1
    for row, y in enumerate(range(0, side, down)):
        for x in range(-(row % 2) * across // 2, side, across):
            draw.text((x, y), mark, fill=_ALPHA, font=font)
    turned = sheet.rotate(_ANGLE)
    x, y = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((x, y, x + size[0], y + size[1]))
