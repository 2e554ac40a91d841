"""What every picture goes through, whichever library decodes it."""

import struct

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile

from storage.files.inspection.inside.answering import Unfit
from storage.files.inspection.inside.looks import codes_on, mark_of, preview_of
from storage.files.inspection.inspected import MOST_CODES, PREVIEW_SIDE, ContentType, Inspected

_LONGEST_SIDE = 65_535
# A QR code of 2 cm on a photo of a whole page has some 130 pixels then.
_ENOUGH_FOR_CODES = 2_000
_MOST_FOR_CODES = 4_000
_SIXTEEN_BITS = ("I", "I;16", "I;16B", "I;16L", "I;16N")


def look_at(
    picture: ImageFile, content_type: ContentType, *, most_pixels: int, drawn: bool
) -> Inspected:
    """Decodes the whole picture. Raises Unfit, and whatever the library makes of a damaged file."""
    width, height = picture.size
    if max(width, height) > _LONGEST_SIDE or width * height > most_pixels:
        raise Unfit("pixels")
    # A JPEG is decoded no larger than needed: all of its data is read all the same.
    picture.draft("RGB", _within(picture.size, _ENOUGH_FOR_CODES))
    _load(picture)
    large = _shrunk(_in_plain_colours(picture), _MOST_FOR_CODES)
    page = _shrunk(_on_white(large), PREVIEW_SIDE)
    return Inspected(
        content_type,
        pages=1,
        page_sha256=mark_of(page),
        codes=tuple(codes_on(large)[:MOST_CODES]),
        previews=(preview_of(_upright(page)),) if drawn else (),
    )


def _load(picture: ImageFile) -> None:
    try:
        picture.load()
    except OSError as failure:
        raise Unfit("cut_off" if "truncated" in str(failure) else "damaged") from failure


def _within(size: tuple[int, int], side: int) -> tuple[int, int]:
    width, height = size
    longer = max(width, height)
    return max(1, width * side // longer), max(1, height * side // longer)


def _in_plain_colours(picture: Image.Image) -> Image.Image:
    """Of 8 bits a channel and without a palette, so that they can be averaged."""
    if picture.mode in _SIXTEEN_BITS:
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode == "1":
        return picture.convert("L")
    if "transparency" in picture.info or picture.mode in ("LA", "La", "PA", "RGBa"):
        return picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB", "RGBA", "CMYK") else picture.convert("RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    if max(picture.size) <= side:
        return picture
    return picture.resize(_within(picture.size, side), Image.Resampling.BILINEAR, reducing_gap=2.0)


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    white.info = picture.info
    return white.convert("RGB")


def _upright(page: Image.Image) -> Image.Image:
    """As the camera was held; lying where what it wrote cannot be read."""
    try:
        return ImageOps.exif_transpose(page)
    except (SyntaxError, ValueError, TypeError, KeyError, EOFError, struct.error):
        return page
