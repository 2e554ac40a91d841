"""A stored content reads like a file, and never more of it at once than a directory may have."""

import io
import os

import pytest

from storage.files.archive.by_ranges import ContentByRanges, TooMuchAtOnce
from storage.files.archive.limits import DIRECTORY_BYTES
from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES, StoredContent
from tests.storage.files.archive.stored import store


async def test_reads_across_pieces_from_anywhere(bucket: Bucket) -> None:
    data = os.urandom(2 * PIECE_BYTES + 77)
    file = ContentByRanges(bucket, await store(bucket, data))

    def read() -> None:
        for at, size in ((0, 10), (PIECE_BYTES - 5, 10), (PIECE_BYTES - 1, PIECE_BYTES + 2)):
            assert file.seek(at) == at
            assert file.read(size) == data[at : at + size]
            assert file.tell() == at + size
        assert file.seek(-77, io.SEEK_END) == 2 * PIECE_BYTES
        assert file.read() == data[-77:]
        assert file.read(1) == b""
        with pytest.raises(OSError, match="before the beginning"):
            file.seek(-len(data) - 1, io.SEEK_END)

    await bucket.in_thread(read)


async def test_a_size_that_an_archive_made_up_is_not_read(bucket: Bucket) -> None:
    content = StoredContent("uploads/none/", 100 * DIRECTORY_BYTES, b"")
    file = ContentByRanges(bucket, content)
    for size in (-1, DIRECTORY_BYTES + 1, 2**62):
        with pytest.raises(TooMuchAtOnce):
            file.read(size)
