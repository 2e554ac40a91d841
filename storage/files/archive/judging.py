"""What speaks against a file of an archive, by what the directory says of it."""

import re
import stat
from collections.abc import Callable
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipInfo

from models.rules.evidence import PAPER_BYTES
from models.rules.manifest.archive_faults import PATH_SIGNS, file_fault, method_unsupported
from models.rules.paper_names import ending_of
from models.rules.reasons import Reason
from storage.files.archive.limits import RATIO, RATIO_FROM_BYTES

_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_METHODS: Final = {
    1: "Shrink",
    6: "Implode",
    9: "Deflate64",
    12: "BZIP2",
    14: "LZMA",
    93: "Zstandard",
    95: "XZ",
    98: "PPMd",
    99: "AES",
}
_TAKEN: Final = (ZIP_STORED, ZIP_DEFLATED)
_ARCHIVES: Final = frozenset(
    {"zip", "rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "cab", "iso", "jar", "arj", "lzh", "zst"}
)
_DRIVE: Final = re.compile(r"[A-Za-z]:")


def fault_of(info: ZipInfo, path: str, shown: str) -> Reason | None:
    """The first thing that keeps the file from being used, None if nothing does.

    `path` is the one that was packed, `shown` how people see it.
    """
    return next((fault for judge in _JUDGES if (fault := judge(info, path, shown))), None)


def _outside(_info: ZipInfo, path: str, shown: str) -> Reason | None:
    absolute = path.startswith("/") or _DRIVE.match(path)
    if absolute or "\0" in path or ".." in path.split("/"):
        return file_fault("path_outside", shown)
    return None


def _long(_info: ZipInfo, _path: str, shown: str) -> Reason | None:
    if len(shown) > PATH_SIGNS:
        return file_fault("name_too_long", f"{shown[:60]}…")
    return None


def _link(info: ZipInfo, _path: str, shown: str) -> Reason | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return file_fault("not_a_file", shown) if kind not in (0, stat.S_IFREG) else None


def _locked(info: ZipInfo, _path: str, shown: str) -> Reason | None:
    return file_fault("encrypted", shown) if info.flag_bits & _ENCRYPTED else None


def _nested(_info: ZipInfo, _path: str, shown: str) -> Reason | None:
    return file_fault("nested_archive", shown) if ending_of(shown) in _ARCHIVES else None


def _method(info: ZipInfo, _path: str, shown: str) -> Reason | None:
    if info.compress_type in _TAKEN:
        return None
    name = _METHODS.get(info.compress_type, str(info.compress_type))
    return method_unsupported(shown, name)


def _size(info: ZipInfo, _path: str, shown: str) -> Reason | None:
    if info.file_size > RATIO_FROM_BYTES and info.file_size > RATIO * info.compress_size:
        return file_fault("file_inflates", shown)
    if info.file_size > PAPER_BYTES:
        return file_fault("file_too_large", shown)
    return None if info.file_size else file_fault("file_empty", shown)


_JUDGES: Final[tuple[Callable[[ZipInfo, str, str], Reason | None], ...]] = (
    _outside,
    _long,
    _link,
    _locked,
    _nested,
    _method,
    _size,
)
