"""How an entry is called: in Unicode, UTF-8 or GBK, whatever the packing program said of it."""

import binascii
import struct
import unicodedata
from collections.abc import Iterator
from typing import Final
from zipfile import ZipInfo

from models.rules.text.typed import typed_line

_FLAG_UTF8: Final = 0x800
_UNICODE_PATH: Final = 0x7075
_THREE_BYTES: Final = "\u0800"
"""From here on UTF-8 takes three bytes, which letters in GBK do not look like."""

_LEFT_BEHIND: Final = frozenset(
    {".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"}
)
_PREFIXES: Final = ("._", "~$", ".~lock.")


class NameUnreadable(ValueError):
    """In no encoding that we know; the argument is how it can be shown."""


def path_of(info: ZipInfo) -> str:
    """The path as it was packed, `/` between its parts. Raises NameUnreadable."""
    if info.flag_bits & _FLAG_UTF8:
        return _parted(info.orig_filename)
    # What zipfile reads as code page 437, in which each byte is a sign.
    raw = info.orig_filename.encode("cp437")
    return _parted(_unicode_path(info.extra, raw) or _decoded(raw))


def shown(path: str) -> str:
    """The path without empty parts, and without what nobody sees."""
    parts = (typed_line(part) for part in path.split("/"))
    return "/".join(part for part in parts if part not in ("", "."))


def same_path(path: str) -> str:
    """Equal for paths that fall together where they are unpacked."""
    return unicodedata.normalize("NFC", path).casefold()


def is_left_behind(path: str) -> bool:
    """What the systems of computers and offices leave in folders, and nobody means to hand in."""
    return any(
        part.casefold() in _LEFT_BEHIND or part.startswith(_PREFIXES) for part in path.split("/")
    )


def _parted(path: str) -> str:
    # Packers of Windows write their own separator.
    return path.replace("\\", "/")


def _decoded(raw: bytes) -> str:
    if raw.isascii():
        return raw.decode("ascii")
    # macOS and Linux write UTF-8 without saying so. A short word in GBK may be good UTF-8 as well,
    # but then of signs in two bytes, which are no Chinese.
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or any(sign >= _THREE_BYTES for sign in name):
            return name
    raise NameUnreadable(raw.decode("ascii", "replace"))


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Info-ZIP's field; not believed where the plain name was changed later."""
    head = b"\x01" + struct.pack("<L", binascii.crc32(raw))
    for kind, data in _fields(extra):
        if kind == _UNICODE_PATH and data.startswith(head):
            return data[len(head) :].decode("utf-8", "replace")
    return None


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<2H", extra)
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]
