"""Decodes a JPEG or PNG, whole, by Pillow."""

import io
from collections.abc import Callable
from functools import partial

from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin

from storage.files.inspection.inside.answering import answering
from storage.files.inspection.inside.archive import check_no_archive
from storage.files.inspection.inside.pixels import look_at
from storage.files.inspection.inspected import Inspected

_MOST_OF_JPEG, _MOST_OF_PNG = 2**28, 10**8
"""Pixels. Phones make JPEGs of 200 million; other pictures have to be decoded at full size."""


def prepare(content: memoryview, drawn: str) -> Callable[[], bytes]:
    Image.preinit()
    # Reads what cameras write; Pillow would load it later.
    TiffImagePlugin.ImageFileDirectory_v2()
    if bytes(content[:2]) == b"\xff\xd8":
        return answering("image/jpeg", partial(_read_jpeg, drawn=bool(drawn)), content)
    return answering("image/png", partial(_read_png, drawn=bool(drawn)), content)


def _read_jpeg(content: memoryview, *, drawn: bool) -> Inspected:
    check_no_archive(content)
    # Of several pictures in one file (MPO) the first, which is the one that viewers show.
    picture = JpegImagePlugin.JpegImageFile(io.BytesIO(content))
    return look_at(picture, "image/jpeg", most_pixels=_MOST_OF_JPEG, drawn=drawn)


def _read_png(content: memoryview, *, drawn: bool) -> Inspected:
    check_no_archive(content)
    picture = PngImagePlugin.PngImageFile(io.BytesIO(content))
    return look_at(picture, "image/png", most_pixels=_MOST_OF_PNG, drawn=drawn)
