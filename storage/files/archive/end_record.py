"""The end records of an archive (PKWARE APPNOTE 4.3.14 to 16), looked at before its directory is."""

import struct
from dataclasses import dataclass
from typing import Final

from models.rules.manifest.archive_faults import ENTRIES, archive_fault, not_an_archive
from models.rules.reasons import Reason
from storage.files.archive.by_ranges import ContentByRanges
from storage.files.archive.limits import DIRECTORY_BYTES
from storage.files.archive.refused import ArchiveRefused

_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT: Final = 65_535
_ENTRY_MARK: Final = b"PK\x01\x02"
_BEGINNINGS: Final = ((b"Rar!", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b", "GZ"))
_CUT: Final = b"PK\x03\x04"
_IN_64: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class _Directory:
    disk: int
    entries: int
    size: int
    end: int
    """Where the directory ends and the end records begin."""


def check_end(file: ContentByRanges) -> None:
    """Raises ArchiveRefused where there is no directory, or one that is too large to be read."""
    found = _find_end(file)
    if found is None:
        raise ArchiveRefused(_said_of_beginning(file))
    if found.disk:
        raise ArchiveRefused(archive_fault("archive_split"))
    if found.entries > ENTRIES or found.size > DIRECTORY_BYTES:
        raise ArchiveRefused(archive_fault("archive_too_many"))
    if found.size > found.end:
        raise ArchiveRefused(archive_fault("archive_damaged"))
    file.seek(found.end - found.size)
    # What is said of their number need not be true; each entry begins with its mark.
    if file.read(found.size).count(_ENTRY_MARK) > ENTRIES:
        raise ArchiveRefused(archive_fault("archive_too_many"))


def _find_end(file: ContentByRanges) -> _Directory | None:
    begins = max(0, file.size - _LONGEST_COMMENT - _END.size)
    file.seek(begins)
    tail = file.read(_LONGEST_COMMENT + _END.size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return None
    _, disk, _, _, entries, directory, _, _ = _END.unpack_from(tail, at)
    end = begins + at
    return _find_end64(file, end) or _Directory(
        0 if disk == _IN_64 else disk, entries, directory, end
    )


def _find_end64(file: ContentByRanges, end: int) -> _Directory | None:
    begins = end - _LOCATOR.size - _END64.size
    if begins < 0:
        return None
    file.seek(begins)
    record = file.read(_END64.size)
    mark, _, _, disks = _LOCATOR.unpack(file.read(_LOCATOR.size))
    if mark != b"PK\x06\x07":
        return None
    mark, _, _, _, disk, _, _, entries, directory, _ = _END64.unpack(record)
    if mark != b"PK\x06\x06":
        return None
    return _Directory(disk or max(0, disks - 1), entries, directory, begins)


def _said_of_beginning(file: ContentByRanges) -> Reason:
    file.seek(0)
    head = file.read(8)
    if head.startswith(_CUT):
        return archive_fault("archive_cut_off")
    return not_an_archive(next((kind for mark, kind in _BEGINNINGS if head.startswith(mark)), None))
