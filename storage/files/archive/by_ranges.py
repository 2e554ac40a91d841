"""A stored content as a seekable file: its pieces are fetched where they are read, and few are kept."""

import io
from collections import OrderedDict
from typing import Final

from storage.files.archive.limits import DIRECTORY_BYTES
from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES, StoredContent

_KEPT: Final = 4
"""Pieces: two files that are read at once, each across a border, fetch nothing twice."""


class TooMuchAtOnce(ValueError):
    """One read of more than the largest directory: sizes that an archive made up."""


class ContentByRanges(io.RawIOBase):
    """At most 8 MiB in memory; blocking: to be used within `Bucket.in_thread`.

    Whole pieces are fetched, so that reading on costs one request for each. A read gives all that
    was asked for but at the end; it raises StoreUnavailable, ObjectMissing, TooMuchAtOnce.
    """

    def __init__(self, bucket: Bucket, content: StoredContent) -> None:
        super().__init__()
        self._bucket = bucket
        self._content = content
        self._pieces: OrderedDict[int, bytes] = OrderedDict()
        self._at = 0

    @property
    def size(self) -> int:
        """In bytes."""
        return self._content.size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Raises OSError before the beginning, as files do."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self.size - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted > DIRECTORY_BYTES:
            raise TooMuchAtOnce(f"{wanted} bytes")
        parts = []
        while wanted:
            number, within = divmod(self._at, PIECE_BYTES)
            part = self._piece(number)[within : within + wanted]
            parts.append(part)
            wanted -= len(part)
            self._at += len(part)
        return b"".join(parts)

    def _piece(self, number: int) -> bytes:
        found = self._pieces.get(number)
        if found is None:
            spans = self._content.spans(number * PIECE_BYTES, PIECE_BYTES)
            found = b"".join(
                self._bucket.read_range(span.name, span.offset, span.length) for span in spans
            )
            while len(self._pieces) >= _KEPT:
                self._pieces.popitem(last=False)
            self._pieces[number] = found
        self._pieces.move_to_end(number)
        return found
