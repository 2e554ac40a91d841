"""Cuts arriving bytes into pieces and stores each as soon as it is whole."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.content import PIECE_BYTES, piece_name

MOST_AT_ONCE: Final = 100
"""Writers of a process; each holds one piece in memory."""
STORED_AT_ONCE: Final = 4
"""Of them who store a piece; the bucket's other threads are for everybody else."""
_MEDIA: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece that is in the store; only the last one of a file is not whole."""

    number: int
    size: int
    sha256: bytes

    @property
    def is_whole(self) -> bool:
        return self.size == PIECE_BYTES


class PieceWriter:
    """Holds at most one piece in memory, and waits for the store before it takes more.

    `number` and `rest` continue a file: the piece that is to come, and what of it is known. After
    StoreUnavailable nothing is lost but what was not told as a piece. Who stores takes a `turn`.
    """

    def __init__(
        self,
        bucket: Bucket,
        prefix: str,
        turn: asyncio.Semaphore,
        *,
        number: int = 0,
        rest: bytes = b"",
    ) -> None:
        self._bucket, self._prefix, self._turn, self._number = bucket, prefix, turn, number
        self._held, self._size, self._told = bytearray(PIECE_BYTES), 0, len(rest)
        self._hash = sha256()
        self._take(rest)

    async def write(self, data: bytes | bytearray) -> AsyncIterator[Piece]:
        """Each piece that became whole by `data`, once it is stored. Raises StoreUnavailable."""
        at = 0
        while at < len(data):
            taken = data[at : at + PIECE_BYTES - self._size]
            at += len(taken)
            self._take(taken)
            if self._size == PIECE_BYTES:
                yield await self._store()
                self._number += 1
                self._size, self._told, self._hash = 0, 0, sha256()

    async def rest(self) -> Piece | None:
        """What came since the last whole piece, stored with what the piece began with.

        None if nothing came. Raises StoreUnavailable.
        """
        if self._size == self._told:
            return None
        self._told = self._size
        return await self._store()

    def _take(self, data: bytes | bytearray) -> None:
        end = self._size + len(data)
        self._held[self._size : end] = data
        self._size = end
        self._hash.update(data)

    async def _store(self) -> Piece:
        digest, size = self._hash.digest(), self._size
        name = piece_name(self._prefix, self._number, digest)
        held = memoryview(self._held)[:size]
        async with self._turn:
            await self._bucket.put(name, held, content_type=_MEDIA, sha256=digest.hex())
        return Piece(self._number, size, digest)


class Writers:
    """The writers of a process: so many that their memory is bounded."""

    def __init__(self, bucket: Bucket, *, most: int = MOST_AT_ONCE) -> None:
        self._bucket, self._free = bucket, most
        self._turn = asyncio.Semaphore(STORED_AT_ONCE)

    @asynccontextmanager
    async def open(
        self, prefix: str, *, number: int = 0, rest: bytes = b""
    ) -> AsyncIterator[PieceWriter]:
        """A writer, for the block. Raises StoreUnavailable where there are enough of them."""
        if not self._free:
            raise StoreUnavailable("files", "too many uploads at once")
        self._free -= 1
        try:
            yield PieceWriter(self._bucket, prefix, self._turn, number=number, rest=rest)
        finally:
            self._free += 1
