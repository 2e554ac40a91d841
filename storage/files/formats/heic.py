"""HEIC (ISO/IEC 23008-12 on ISO/IEC 14496-12): boxes of size and type, the first naming brands."""

import re
from typing import BinaryIO

from storage.files.formats.pieces import (
    Damaged,
    check_pixels,
    read_exactly,
    read_number,
    skip,
)

# Still images and sequences coded in HEVC. `mif1` alone may as well be AVIF: it does not count.
_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_MAX_BOXES = 1000
_MAX_META_BYTES = 1024 * 1024
_SIZE = re.compile(rb"ispe.{4}(.{4})(.{4})", re.DOTALL)


def is_heic(head: bytes) -> bool:
    """Whether the file begins with a type box that names an HEVC image brand."""
    if head[4:8] != b"ftyp":
        return False
    end = int.from_bytes(head[:4], "big")
    # Major brand, a version of 4 bytes, then the compatible brands.
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(end, len(head)), 4))}
    return bool(brands & _BRANDS)


def check_heic(file: BinaryIO, size: int) -> None:
    """Walks the outer boxes to the end; there must be `meta` and data. Raises Damaged."""
    file.seek(0)
    seen: set[bytes] = set()
    for _ in range(_MAX_BOXES):
        if file.tell() == size:
            break
        kind, begin, end = _next_box(file, size)
        seen.add(kind)
        if kind == b"meta":
            _check_sizes(file, begin, end)
        file.seek(end)
    if file.tell() != size or not {b"meta", b"mdat"} <= seen:
        raise Damaged("no image, or too many boxes")


def _check_sizes(file: BinaryIO, begin: int, end: int) -> None:
    """Of every picture and tile: 4 bytes of version and flags, width, height (6.5.3)."""
    if end - begin > _MAX_META_BYTES:
        raise Damaged("too much said of the pictures")
    file.seek(begin)
    for found in _SIZE.finditer(read_exactly(file, end - begin)):
        check_pixels(int.from_bytes(found[1], "big"), int.from_bytes(found[2], "big"))


def _next_box(file: BinaryIO, size: int) -> tuple[bytes, int, int]:
    """Its kind, and where its content begins and ends."""
    begin = file.tell()
    length, kind = read_number(file, 4), read_exactly(file, 4)
    if length == 1:
        length = read_number(file, 8)
    elif length == 0:
        length = size - begin
    head = file.tell() - begin
    if length < head:
        raise Damaged("box smaller than its head")
    begin = file.tell()
    skip(file, length - head, size)
    return kind, begin, file.tell()
