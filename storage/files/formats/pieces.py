"""Reading a file in small pieces, where a missing piece means a damaged file."""

from typing import BinaryIO


class Damaged(Exception):
    """The file does not have the parts that its own structure promises."""


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
