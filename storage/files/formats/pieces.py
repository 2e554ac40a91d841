"""Reading a file in small pieces, where a missing piece means a damaged file."""

from typing import BinaryIO, Final

MOST_PIXELS: Final = 2**28
"""Some 268 million: the largest sensors of phones have 200."""
_LONGEST_SIDE: Final = 65_535


class Damaged(Exception):
    """The file does not have the parts that its own structure promises."""


class TooManyPixels(Damaged):
    """A picture that would fill the memory of whoever opens it."""


def check_pixels(width: int, height: int) -> None:
    """Raises Damaged for a picture of no pixels, TooManyPixels for one of too many."""
    if not width or not height:
        raise Damaged("no pixels")
    if max(width, height) > _LONGEST_SIDE or width * height > MOST_PIXELS:
        raise TooManyPixels(f"{width} x {height}")


def read_exactly(file: BinaryIO, size: int) -> bytes:
    """`size` bytes from where the file stands. Raises Damaged if it ends before."""
    data = file.read(size)
    if len(data) != size:
        raise Damaged("ends too early")
    return data


def read_number(file: BinaryIO, size: int) -> int:
    """A big-endian unsigned number of `size` bytes. Raises Damaged."""
    return int.from_bytes(read_exactly(file, size), "big")


def skip(file: BinaryIO, count: int, end: int) -> None:
    """Moves `count` bytes on. Raises Damaged if that is beyond `end`, the size of the file."""
    target = file.tell() + count
    if target > end:
        raise Damaged("ends too early")
    file.seek(target)
