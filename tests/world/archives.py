"""Archives as platforms pack them: a folder a firm, papers that open, names as systems write them."""

import io
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import IO, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.world.papers import JPEG, pdf

Names = Literal["utf-8", "gbk", "unflagged", "unicode_field"]
_FLAG_UTF8 = 0x800


class _Entry(ZipInfo):
    """Writes its name in the way of a certain packer."""

    __slots__ = ("way",)
    way: Names

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # zipfile's own
        if self.way == "utf-8":
            return self.filename.encode(), self.flag_bits | _FLAG_UTF8
        if self.way == "unflagged":
            return self.filename.encode(), self.flag_bits
        return self.filename.encode("gbk", "replace"), self.flag_bits


def entry(path: str, names: Names = "utf-8") -> ZipInfo:
    """As `utf-8` with its flag, as `gbk` of a Chinese Windows, as macOS (`unflagged`) writes names.

    `unicode_field`: GBK, and Info-ZIP's field with the Unicode beside it.
    """
    made = _Entry(path, (2026, 3, 5, 10, 0, 0))
    made.way = names
    made.compress_type = ZIP_DEFLATED
    if names == "unicode_field":
        plain = path.encode("gbk", "replace")
        field = struct.pack("<BL", 1, zlib.crc32(plain)) + path.encode()
        made.extra = struct.pack("<2H", 0x7075, len(field)) + field
    return made


def pack(into: IO[bytes], files: Iterable[tuple[str, bytes]], names: Names = "utf-8") -> None:
    """Writes the files in their order, one at a time in memory."""
    with ZipFile(into, "w") as archive:
        for path, content in files:
            archive.writestr(entry(path, names), content)


def packed(files: Iterable[tuple[str, bytes]], names: Names = "utf-8") -> bytes:
    into = io.BytesIO()
    pack(into, files, names)
    return into.getvalue()


def batch_files(
    firms: Sequence[tuple[str, str]], papers: Sequence[str], *, paper_bytes: int = 0
) -> Iterator[tuple[str, bytes]]:
    """For each code and name a folder with one file for each label, PDF and photo in turn.

    The same each time, and no two of the same content; photos are at least `paper_bytes` large.
    """
    for code, name in firms:
        for turn, label in enumerate(papers):
            text = f"{code} {turn}"
            kind = "jpg" if turn % 2 else "pdf"
            made = photo(text, paper_bytes) if turn % 2 else pdf(text)
            yield f"{code}_{name}/{label}.{kind}", made


def photo(text: str, padding: int = 0) -> bytes:
    """The photo of `papers.py` with a comment of its own; `padding` makes it larger, packed too."""
    return commented(JPEG, text.encode() + Random(text).randbytes(padding))


def commented(jpeg: bytes, comment: bytes) -> bytes:
    """The same picture in a file of its own."""
    pieces = [comment[at : at + 65_000] for at in range(0, len(comment), 65_000)]
    segments = (b"\xff\xfe" + struct.pack(">H", len(piece) + 2) + piece for piece in pieces)
    return jpeg[:2] + b"".join(segments) + jpeg[2:]
