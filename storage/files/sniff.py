"""What a file is by its content, whatever its name says, and whether it is whole."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal

from storage.files.formats.archive import ends_as_archive
from storage.files.formats.heic import check_heic, is_heic
from storage.files.formats.jpeg import check_jpeg, is_jpeg
from storage.files.formats.pdf import HEAD_BYTES, check_pdf, is_pdf
from storage.files.formats.pieces import Damaged, TooManyPixels
from storage.files.formats.png import check_png, is_png

ContentType = Literal["application/pdf", "image/jpeg", "image/png", "image/heic"]


@dataclass(frozen=True, slots=True)
class Sniffed:
    """A file that a person can open, of a type that we take."""

    content_type: ContentType


@dataclass(frozen=True, slots=True)
class Unfit:
    """A file that is not taken.

    `empty`: not a byte in it; `unsupported`: none of our types; `unreadable`: one of them, damaged;
    `pixels`: a picture too large to be shown; `archive`: an archive too.
    """

    reason: Literal["empty", "unsupported", "unreadable", "pixels", "archive"]


@dataclass(frozen=True, slots=True)
class _Format:
    content_type: ContentType
    is_meant: Callable[[bytes], bool]
    check: Callable[[BinaryIO, int], None]


# PDF last: its header may stand behind blanks, so the stricter ones are asked first.
_FORMATS = (
    _Format("image/jpeg", is_jpeg, check_jpeg),
    _Format("image/png", is_png, check_png),
    _Format("image/heic", is_heic, check_heic),
    _Format("application/pdf", is_pdf, check_pdf),
)


def sniff(file: BinaryIO) -> Sniffed | Unfit:
    """The type of a seekable file, read in pieces of at most 64 KiB (what a HEIC says of
    its pictures: 1 MiB); blocking.

    Leaves the file where the last look was. A whole structure is no promise that every pixel is
    good, but a cut-off upload, an empty file or another type under a borrowed name is found. Whether
    a PDF opens is asked of a library (`pdf_check.py`).
    """
    size = file.seek(0, io.SEEK_END)
    if size == 0:
        return Unfit("empty")
    file.seek(0)
    head = file.read(HEAD_BYTES)
    for known in _FORMATS:
        if known.is_meant(head):
            return _checked(known, file, size)
    return Unfit("unsupported")


def _checked(known: _Format, file: BinaryIO, size: int) -> Sniffed | Unfit:
    try:
        known.check(file, size)
    except TooManyPixels:
        return Unfit("pixels")
    except Damaged:
        return Unfit("unreadable")
    if ends_as_archive(file, size):
        return Unfit("archive")
    return Sniffed(known.content_type)
