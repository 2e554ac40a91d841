"""Decodes a HEIC, whole, by libheif."""

import io
from collections.abc import Callable
from functools import partial

import pillow_heif
from PIL import Image, TiffImagePlugin
from PIL.ImageFile import ImageFile

from storage.files.inspection.inside.answering import Unfit, answering
from storage.files.inspection.inside.archive import check_no_archive
from storage.files.inspection.inside.pixels import look_at
from storage.files.inspection.inspected import Inspected

_MOST_PIXELS = 64_000_000
"""Decoded at full size, several times over, within the child's memory; phones make 50 million."""


def prepare(content: memoryview, drawn: str) -> Callable[[], bytes]:
    Image.preinit()
    # What is decoded is the picture, not its small copy.
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    # Reads what cameras write; Pillow would load it later.
    TiffImagePlugin.ImageFileDirectory_v2()
    return answering("image/heic", partial(_read, drawn=bool(drawn)), content)


def _read(content: memoryview, *, drawn: bool) -> Inspected:
    check_no_archive(content)
    picture: ImageFile = pillow_heif.HeifImageFile(io.BytesIO(content))  # type: ignore[no-untyped-call]  # it ships no types for it
    if picture.get_format_mimetype() == "image/avif":
        raise Unfit("unsupported")
    return look_at(picture, "image/heic", most_pixels=_MOST_PIXELS, drawn=drawn)
