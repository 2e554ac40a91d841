"""The files that an archive's directory lists, each with what speaks against it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import IO, Final, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from models.rules.manifest.archive_faults import (
    UNPACKED_BYTES,
    archive_fault,
    file_fault,
    overlaps,
)
from models.rules.manifest.archive_file import ArchiveFile
from models.rules.reasons import Reason
from storage.files.archive.by_ranges import ContentByRanges
from storage.files.archive.end_record import check_end
from storage.files.archive.judging import fault_of
from storage.files.archive.limits import WHOLE_RATIO, WHOLE_RATIO_FROM_BYTES
from storage.files.archive.names import NameUnreadable, is_left_behind, path_of, same_path, shown
from storage.files.archive.refused import ArchiveRefused

_LOCAL_HEADER: Final = 30
_FOLDER: Final = 0x10


def read_directory(file: ContentByRanges) -> ZipFile:
    """Blocking. Raises ArchiveRefused, StoreUnavailable."""
    check_end(file)
    try:
        archive = ZipFile(cast(IO[bytes], file))
    except (BadZipFile, NotImplementedError, ValueError, OverflowError) as fault:
        raise ArchiveRefused(archive_fault("archive_damaged")) from fault
    _check_places(archive.filelist, archive.start_dir)
    return archive


def list_files(archive: ZipFile, size: int) -> tuple[ArchiveFile, ...]:
    """Without folders and what systems leave behind; `size` is the archive's, in bytes.

    Raises ArchiveRefused.
    """
    files = [
        file
        for place, info in enumerate(archive.filelist)
        if (file := _listed(place, info)) is not None
    ]
    if not files:
        raise ArchiveRefused(archive_fault("archive_empty"))
    _check_whole(files, size)
    return _told_apart(files)


def _listed(place: int, info: ZipInfo) -> ArchiveFile | None:
    try:
        path = path_of(info)
    except NameUnreadable as unreadable:
        name = shown(str(unreadable))
        return ArchiveFile(
            place, name, info.file_size, info.CRC, file_fault("name_unreadable", name)
        )
    name = shown(path)
    if path.endswith("/") or (info.external_attr & _FOLDER and not info.file_size):
        return None
    if not name or is_left_behind(name):
        return None
    return ArchiveFile(place, name, info.file_size, info.CRC, fault_of(info, path, name))


def _check_places(entries: Sequence[ZipInfo], directory_at: int) -> None:
    """Bytes that belong to two files are how a small archive becomes an endless one."""
    ordered = sorted(entries, key=lambda info: info.header_offset)
    end, before = 0, None
    for info in ordered:
        if info.header_offset < end:
            raise ArchiveRefused(_shared(info, before))
        # At least so much: the local header may have more fields than the directory shows.
        end = info.header_offset + _LOCAL_HEADER + len(info.orig_filename) + info.compress_size
        before = info
    if end > directory_at:
        raise ArchiveRefused(archive_fault("archive_damaged"))


def _shared(info: ZipInfo, before: ZipInfo | None) -> Reason:
    # Behind no other: before the archive's own beginning.
    if before is None:
        return archive_fault("archive_damaged")
    return overlaps(shown(before.filename), shown(info.filename))


def _check_whole(files: Sequence[ArchiveFile], size: int) -> None:
    unpacked = sum(file.size for file in files if file.fault is None)
    if unpacked > UNPACKED_BYTES:
        raise ArchiveRefused(archive_fault("archive_too_large"))
    if unpacked > WHOLE_RATIO_FROM_BYTES and unpacked > WHOLE_RATIO * size:
        raise ArchiveRefused(archive_fault("archive_inflates"))


def _told_apart(files: Sequence[ArchiveFile]) -> tuple[ArchiveFile, ...]:
    """Of files that would fall together none is used: nobody knows which is meant."""
    counts = Counter(same_path(file.path) for file in files)
    return tuple(
        replace(file, fault=file.fault or file_fault("name_twice", file.path))
        if counts[same_path(file.path)] > 1
        else file
        for file in files
    )
