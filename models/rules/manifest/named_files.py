"""Finds the files that a cell of the manifest names, whatever folder they lie in."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from models.rules.manifest.archive_file import ArchiveFile
from models.rules.text.compared import compared

_KIND: Final = re.compile(r"^([^:=/]+)[:=](.+)$")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What a cell says of one file: its path, and before a colon the paper that it is."""

    path: str
    paper: str

    @classmethod
    def read(cls, given: str) -> "NamedFile":
        """`服务协议：扫描/001.pdf` or the path alone."""
        plain = compared(given).replace("\\", "/").strip("/")
        found = _KIND.match(plain)
        return cls(found[2].strip("/"), found[1]) if found else cls(plain, "")


def finder(files: Sequence[ArchiveFile]) -> Callable[[str, str], Sequence[ArchiveFile]]:
    """A function of a path in compared form and a folder: the files that may be meant.

    A path begins at the folder, else at the root, else anywhere below it.
    """

    # Most manifests name none, and archives hold tens of thousands.
    @cache
    def by_name() -> Mapping[str, list[tuple[str, ArchiveFile]]]:
        found = defaultdict[str, list[tuple[str, ArchiveFile]]](list)
        for file in files:
            path = compared(file.path)
            found[path.rpartition("/")[2]].append((path, file))
        return found

    def find(path: str, folder: str) -> Sequence[ArchiveFile]:
        each = by_name().get(path.rpartition("/")[2], [])
        inside = [file for found, file in each if found == f"{compared(folder)}/{path}"]
        at_root = [file for found, file in each if found == path]
        return inside or at_root or [file for found, file in each if found.endswith(f"/{path}")]

    return find
