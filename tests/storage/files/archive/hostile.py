"""Archives that lie: made well, then changed where a packer would never write."""

import io
import stat
import struct
from collections.abc import Callable
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

from tests.world.archives import entry, packed
from tests.world.papers import pdf

PLAIN = [("甲/服务协议.pdf", pdf("one")), ("甲/付款凭证.pdf", pdf("two"))]
_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def one(info: ZipInfo, content: bytes = b"%PDF-1.4 paper") -> bytes:
    """An archive of this entry and a good one."""
    into = io.BytesIO()
    with ZipFile(into, "w") as archive:
        archive.writestr(info, content, info.compress_type)
        archive.writestr(entry("good.pdf"), pdf())
    return into.getvalue()


def central(data: bytes, nth: int, offset: int, form: str, value: int) -> bytes:
    """The `nth` entry of the directory with another number at this offset."""
    return _changed(data, _CENTRAL, nth, offset, form, value)


def local(data: bytes, nth: int, offset: int, form: str, value: int) -> bytes:
    """The same before the `nth` file's bytes."""
    return _changed(data, _LOCAL, nth, offset, form, value)


def _changed(data: bytes, mark: bytes, nth: int, offset: int, form: str, value: int) -> bytes:
    at = -1
    for _ in range(nth + 1):
        at = data.index(mark, at + 1)
    changed = bytearray(data)
    struct.pack_into(f"<{form}", changed, at + offset, value)
    return bytes(changed)


def link() -> bytes:
    info = entry("甲/服务协议.pdf")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return one(info, b"/etc/passwd")


def encrypted() -> bytes:
    plain = packed(PLAIN)
    return local(central(plain, 0, 8, "H", 0x801), 0, 6, "H", 0x801)


def method(kind: int) -> bytes:
    info = entry("甲/服务协议.pdf")
    info.compress_type = kind
    return one(info)


def unknown_method() -> bytes:
    return central(packed(PLAIN), 0, 10, "H", 9)


def inflating() -> bytes:
    return one(entry("甲/服务协议.pdf"), bytes(3 * 1024 * 1024))


def too_large() -> bytes:
    info = entry("甲/服务协议.pdf")
    info.compress_type = ZIP_STORED
    return central(central(one(info), 0, 24, "L", 20 * 1024 * 1024 + 1), 0, 20, "L", 14)


def raw_name(name: bytes) -> bytes:
    """An entry whose name is these bytes, without a word on their encoding."""
    hold = "n" * len(name)
    return one(entry(hold, "gbk")).replace(hold.encode(), name)


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "parent": (lambda: one(entry("甲/../../etc/服务协议.pdf")), "path_outside"),
    "absolute": (lambda: one(entry("/甲/服务协议.pdf")), "path_outside"),
    "drive": (lambda: one(entry("C:/甲/服务协议.pdf")), "path_outside"),
    "share": (lambda: one(entry(r"\\server\甲\服务协议.pdf")), "path_outside"),
    "back_up": (lambda: one(entry(r"甲\..\服务协议.pdf")), "path_outside"),
    "nul": (lambda: raw_name(b"paper.pdf\0.exe"), "path_outside"),
    "unreadable": (lambda: raw_name(b"\xff\xff\x80.pdf"), "name_unreadable"),
    "long": (lambda: one(entry("甲/" + "长" * 400 + ".pdf")), "name_too_long"),
    "link": (link, "not_a_file"),
    "encrypted": (encrypted, "encrypted"),
    "bzip2": (lambda: method(ZIP_BZIP2), "method_unsupported"),
    "lzma": (lambda: method(ZIP_LZMA), "method_unsupported"),
    "deflate64": (unknown_method, "method_unsupported"),
    "nested": (lambda: one(entry("甲/材料.zip")), "nested_archive"),
    "rar": (lambda: one(entry("甲/材料.RAR")), "nested_archive"),
    "inflates": (inflating, "file_inflates"),
    "empty": (lambda: one(entry("甲/服务协议.pdf"), b""), "file_empty"),
}
"""By name: an archive whose first file has a fault, and the code of that."""


def _directory_of(entries: int, said: int) -> bytes:
    """A directory of nameless entries behind one file, and how many it says that it has."""
    record = _CENTRAL + bytes(42)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, said, said, 46 * entries, 0, 0)
    return record * entries + end


def million() -> bytes:
    """What its ZIP64 records say; there is nothing of it."""
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, 46 * 10**6, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return end64 + locator + end


def overlapping() -> bytes:
    """Both entries of the directory point to the bytes of the first."""
    return central(packed(PLAIN), 1, 42, "L", 0)


def reaching_over() -> bytes:
    """The first claims the second's header and bytes for its own."""
    return central(packed(PLAIN), 0, 20, "L", 700)


def beyond() -> bytes:
    """The last reaches into the directory."""
    return central(packed(PLAIN), 1, 20, "L", 700)


def split_volume() -> bytes:
    data = bytearray(packed(PLAIN))
    struct.pack_into("<2H", data, len(data) - 18, 2, 2)
    return bytes(data)


WHOLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty_file": (lambda: b"", "not_an_archive"),
    "pdf": (pdf, "not_an_archive"),
    "rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(100), "not_an_archive"),
    "cut_off": (lambda: packed(PLAIN)[:-30], "archive_cut_off"),
    "no_beginning": (lambda: packed(PLAIN)[400:], "archive_damaged"),
    "no_file": (lambda: packed([]), "archive_empty"),
    "only_folders": (lambda: packed([("甲/", b"")]), "archive_empty"),
    "million": (million, "archive_too_many"),
    "many_unsaid": (lambda: _directory_of(30_001, 3), "archive_too_many"),
    "overlapping": (overlapping, "archive_overlaps"),
    "reaching_over": (reaching_over, "archive_overlaps"),
    "beyond": (beyond, "archive_damaged"),
    "split": (split_volume, "archive_split"),
    "bad_mark": (lambda: packed(PLAIN).replace(_CENTRAL, b"PK\x01\x09", 1), "archive_damaged"),
    "bad_utf8": (lambda: packed(PLAIN).replace("甲".encode(), b"\xff\xff\xff"), "archive_damaged"),
    "later_version": (lambda: central(packed(PLAIN), 0, 6, "H", 99), "archive_damaged"),
}
"""By name: an archive of which nothing is taken, and the code of that."""
