"""PNG (ISO/IEC 15948): a signature, then chunks of length, type, data and checksum up to IEND."""

from typing import BinaryIO

from storage.files.formats.pieces import (
    Damaged,
    check_pixels,
    read_exactly,
    read_number,
    skip,
)

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHECKSUM_BYTES = 4
# An encoder writes pieces of 8 KiB or more: 20 MiB make 2 560. More is a file made to cost time.
_MAX_CHUNKS = 50_000


def is_png(head: bytes) -> bool:
    """Whether the first bytes are PNG's signature."""
    return head.startswith(_SIGNATURE)


def check_png(file: BinaryIO, size: int) -> None:
    """Walks the chunks from IHDR over image data to IEND. Raises Damaged."""
    file.seek(len(_SIGNATURE))
    _check_header(file)
    has_image = False
    for _ in range(_MAX_CHUNKS):
        length, kind = read_number(file, 4), read_exactly(file, 4)
        skip(file, length + _CHECKSUM_BYTES, size)
        if kind == b"IEND":
            if not has_image:
                raise Damaged("no image data")
            return
        has_image = has_image or (kind == b"IDAT" and length > 0)
    raise Damaged("too many chunks")


def _check_header(file: BinaryIO) -> None:
    length, kind = read_number(file, 4), read_exactly(file, 4)
    if (length, kind) != (13, b"IHDR"):
        raise Damaged("no header chunk")
    width, height = read_number(file, 4), read_number(file, 4)
    check_pixels(width, height)
    read_exactly(file, length - 8 + _CHECKSUM_BYTES)
