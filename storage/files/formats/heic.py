"""HEIC (ISO/IEC 23008-12 on ISO/IEC 14496-12): boxes of size and type, the first naming brands."""

from typing import BinaryIO

from storage.files.formats.pieces import Damaged, read_exactly, read_number, skip

# Still images and sequences coded in HEVC. `mif1` alone may as well be AVIF: it does not count.
_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_MAX_BOXES = 1000


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
        seen.add(_next_box(file, size))
    if file.tell() != size or not {b"meta", b"mdat"} <= seen:
        raise Damaged("no image, or too many boxes")


def _next_box(file: BinaryIO, size: int) -> bytes:
    begin = file.tell()
    length, kind = read_number(file, 4), read_exactly(file, 4)
    if length == 1:
        length = read_number(file, 8)
    elif length == 0:
        length = size - begin
    head = file.tell() - begin
    if length < head:
        raise Damaged("box smaller than its head")
    skip(file, length - head, size)
    return kind
