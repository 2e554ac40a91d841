"""Writes across a picture who was shown it and when, so that a copy names whom it came from."""

import io
from collections.abc import Callable
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from storage.files.inspection.believed import MOST_SIDE

_QUALITY: Final = 85
_ALPHA: Final = 72
_ANGLE: Final = 30
_SMALLEST: Final = 12.0
_PER_WIDTH: Final = 34
"""About twice as many letters would fill the picture's width."""
_SHARE: Final = 0.7
"""Of the picture's width that a line of the mark may take."""


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
    """The mark again and again, turned; it reaches over every corner."""
    side = int((size[0] ** 2 + size[1] ** 2) ** 0.5) + 1
    letters = max(_SMALLEST, size[0] / _PER_WIDTH)
    font = ImageFont.load_default(letters)
    sheet = Image.new("L", (side, side))
    draw = ImageDraw.Draw(sheet)
    block = within(mark, size[0], lambda text: draw.textlength(text, font=font))
    left, top, right, bottom = draw.multiline_textbbox((0, 0), block, font=font)
    across, down = int(right - left) * 5 // 4 + 1, int(bottom - top) + 5 * int(letters) + 1
    for row, y in enumerate(range(0, side, down)):
        for x in range(-(row % 2) * across // 2, side, across):
            draw.multiline_text((x, y), block, fill=_ALPHA, font=font)
    turned = sheet.rotate(_ANGLE)
    x, y = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((x, y, x + size[0], y + size[1]))


def within(mark: str, width: float, length: Callable[[str], float]) -> str:
    """On as many lines as it takes to stand whole in the picture, broken anywhere: names are long."""
    lines = [""]
    for sign in mark:
        if lines[-1] and length(lines[-1] + sign) > width * _SHARE:
            lines.append("")
        lines[-1] += sign
    return "\n".join(line.strip() for line in lines)
