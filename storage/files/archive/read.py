"""Opens an archive that lies in the store, and unpacks one file of it piece by piece."""

import zlib
from collections.abc import AsyncIterator
from typing import Final
from zipfile import BadZipFile, ZipFile

from models.rules.manifest.archive_faults import file_fault
from models.rules.manifest.archive_file import ArchiveFile
from storage.files.archive.by_ranges import ContentByRanges
from storage.files.archive.listing import list_files, read_directory
from storage.files.archive.refused import FileDamaged
from storage.files.bucket import Bucket
from storage.files.content import StoredContent

_PIECE_BYTES: Final = 1024 * 1024


class Archive:
    """Its files, in the order of the directory. Nothing stays open: there is nothing to close."""

    def __init__(self, bucket: Bucket, opened: ZipFile, files: tuple[ArchiveFile, ...]) -> None:
        self.files = files
        self._bucket = bucket
        self._opened = opened

    async def unpack(self, file: ArchiveFile) -> AsyncIterator[bytes]:
        """The bytes of a file without fault, in pieces of 1 MiB; never more than its `size`.

        Raises FileDamaged, also at the end (another size or CRC): what came before is then of no
        use; StoreUnavailable, ObjectMissing.
        """
        entry, left = self._opened.filelist[file.place], file.size
        try:
            unpacked = await self._bucket.in_thread(lambda: self._opened.open(entry))
            while left:
                piece = await self._bucket.in_thread(lambda: unpacked.read(_PIECE_BYTES))
                if not piece:
                    raise FileDamaged(file_fault("file_damaged", file.path))
                left -= len(piece)
                yield piece
        except (BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError, zlib.error) as fault:
            raise FileDamaged(file_fault("file_damaged", file.path)) from fault


async def open_archive(bucket: Bucket, content: StoredContent) -> Archive:
    """Reads the directory, at most 12 MiB.

    Raises ArchiveRefused, StoreUnavailable, ObjectMissing.
    """

    def opened() -> Archive:
        archive = read_directory(ContentByRanges(bucket, content))
        return Archive(bucket, archive, list_files(archive, content.size))

    return await bucket.in_thread(opened)
