"""JPEG (ISO/IEC 10918-1, annex B): markers with segments up to the scan, then data up to EOI."""

from typing import BinaryIO

from storage.files.formats.pieces import (
    Damaged,
    check_pixels,
    read_exactly,
    read_number,
    skip,
)

_START = b"\xff\xd8\xff"
_END_OF_IMAGE = b"\xff\xd9"
_START_OF_SCAN = 0xDA
# SOF0–SOF15 without DHT, JPG and DAC, which share the range (table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Restart and temporary markers stand alone; all others carry a length.
_ALONE = frozenset(range(0xD0, 0xD8)) | {0x01}
_MAX_SEGMENTS = 10_000
_PIECE = 64 * 1024


def is_jpeg(head: bytes) -> bool:
    """Whether the first bytes are SOI and the beginning of a marker."""
    return head.startswith(_START)


def check_jpeg(file: BinaryIO, size: int) -> None:
    """Walks the segments over a frame with pixels to the scan and finds its end. Raises Damaged.

    What follows the end is let be: phones append motion pictures and depth maps.
    """
    file.seek(2)
    has_frame = False
    for _ in range(_MAX_SEGMENTS):
        marker = _next_marker(file)
        if marker in _ALONE:
            continue
        length = read_number(file, 2)
        if length < 2:
            raise Damaged("segment without length")
        if marker in _FRAMES:
            has_frame = True
            _check_frame(file, length, size)
        else:
            skip(file, length - 2, size)
        if marker == _START_OF_SCAN:
            break
    if not has_frame:
        raise Damaged("no frame before the scan")
    _find_end(file)


def _next_marker(file: BinaryIO) -> int:
    if read_exactly(file, 1) != b"\xff":
        raise Damaged("no marker where one must be")
    marker = 0xFF
    # Any number of fill bytes may stand before a marker's code (B.1.1.2).
    while marker == 0xFF:
        marker = read_number(file, 1)
    if marker in (0x00, 0xD9):
        raise Damaged("no image")
    return marker


def _check_frame(file: BinaryIO, length: int, size: int) -> None:
    if length < 8:
        raise Damaged("frame too short")
    read_exactly(file, 1)
    height, width = read_number(file, 2), read_number(file, 2)
    # A height of 0 is lawful (given later by DNL), but no phone or scanner writes it.
    check_pixels(width, height)
    skip(file, length - 7, size)


def _find_end(file: BinaryIO) -> None:
    last = b""
    while piece := file.read(_PIECE):
        # Inside the data every FF is followed by 00 or a restart marker, so this is the end.
        if _END_OF_IMAGE in last + piece:
            return
        last = piece[-1:]
    raise Damaged("no end of image")
