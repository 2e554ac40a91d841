"""A paper on its way into the store while it arrives: in memory at most a part of it, on no disk."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import BinaryIO, Final
from uuid import UUID

from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.local_copy import local_copy
from storage.files.memory_file import MemoryFile
from storage.files.parts import PART_BYTES
from storage.files.passed import Passed

MOST_HELD: Final = 256 * 1024 * 1024
"""Bytes of arriving files that a process holds, by what they may come to: 51 large ones at once."""
_MOST_OF_ONE: Final = 64 * 1024 * 1024
"""Of them one person's."""
_STORED_AT_ONCE: Final = 4
"""Parts; the bucket's other threads are for everybody else."""
_SMALL: Final = 32 * 1024
"""Bytes: what comes in drops would weigh more as pieces than as bytes."""

Judge = Callable[[bytes], str]
"""The content type by the first bytes; whatever it raises ends the upload before it is stored."""


class HeldBytes:
    """Bytes as they came, without a copy: in pieces, of which only the last grows, while it is small."""

    def __init__(self) -> None:
        self.pieces: list[bytearray] = []
        self.size = 0

    def take(self, data: bytes | bytearray) -> None:
        """A `bytearray` is the taker's from here on."""
        self.size += len(data)
        if self.pieces and len(self.pieces[-1]) < _SMALL:
            self.pieces[-1] += data
        else:
            self.pieces.append(data if isinstance(data, bytearray) else bytearray(data))


class ArrivingFile:
    """Takes bytes in their order; what is larger than a part goes on to the store by parts.

    Nobody sees an object before `store`. `passed` is what is known of all that came.
    """

    def __init__(self, bucket: Bucket, name: str, judge: Judge, turn: asyncio.Semaphore) -> None:
        """Who stores a part takes a `turn`: many may have theirs together."""
        self._bucket, self._name, self._judge, self._turn = bucket, name, judge, turn
        self._held = HeldBytes()
        self._upload_id: str | None = None
        self._etags: list[str] = []
        self.passed: Final = Passed()

    @property
    def held(self) -> int:
        """Bytes of it in memory."""
        return self._held.size

    async def write(self, data: bytes | bytearray) -> None:
        """Raises StoreUnavailable, and what the judge raises."""
        self.passed.take(data)
        while self.held + len(data) > PART_BYTES:
            fits = PART_BYTES - self.held
            self._held.take(data[:fits])
            await self._store_part()
            data = data[fits:]
        self._held.take(data)

    async def store(self) -> None:
        """All of it came: the object is there, or StoreUnavailable is raised."""
        if self._upload_id is None:
            await self._bucket.put(
                self._name,
                self._held.pieces,
                content_type=self._judge(self.passed.head),
                sha256=self.passed.sha256.hex(),
            )
            return
        upload_id = self._upload_id
        await self._store_part()
        await self._bucket.in_thread(
            lambda: self._bucket.parts.complete(self._name, upload_id, self._etags)
        )
        self._upload_id = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[BinaryIO]:
        """The whole file, once it is stored. Raises StoreUnavailable."""
        if not self._etags:
            with MemoryFile() as memory:
                for piece in self._held.pieces:
                    memory.write(piece)
                yield memory.seal()
            return
        async with local_copy(self._bucket, self._name) as copy:
            yield copy

    async def leave(self) -> None:
        """Nothing more comes; of what was not stored nothing is kept. Raises StoreUnavailable."""
        if self._upload_id is not None:
            upload_id, self._upload_id = self._upload_id, None
            await self._bucket.in_thread(lambda: self._bucket.parts.give_up(self._name, upload_id))

    async def _store_part(self) -> None:
        content_type = self._judge(self.passed.head)
        async with self._turn:
            if self._upload_id is None:
                self._upload_id = await self._bucket.in_thread(
                    partial(self._bucket.parts.begin, self._name, content_type)
                )
            # One copy only of those whose turn it is.
            put = partial(
                self._bucket.parts.put,
                self._name,
                self._upload_id,
                len(self._etags) + 1,
                b"".join(self._held.pieces),
            )
            self._etags.append(await self._bucket.in_thread(put))
        self._held = HeldBytes()


class Arrivals:
    """The files that arrive at a process; `held` is what they may come to in its memory."""

    def __init__(self, bucket: Bucket, *, most: int = MOST_HELD) -> None:
        self._bucket, self._most, self.held = bucket, most, 0
        self._of_one: Counter[UUID] = Counter()
        self._turn = asyncio.Semaphore(_STORED_AT_ONCE)

    @asynccontextmanager
    async def open(
        self, name: str, judge: Judge, *, announced: int | None, by: UUID
    ) -> AsyncIterator[ArrivingFile]:
        """A file for the block, to be stored or left in it; `announced` bytes, if that is known.

        Raises StoreUnavailable where enough is held.
        """
        held = PART_BYTES if announced is None else min(announced, PART_BYTES)
        if self.held + held > self._most or self._of_one[by] + held > _MOST_OF_ONE:
            raise StoreUnavailable("files", "too many uploads at once")
        self.held += held
        self._of_one[by] += held
        try:
            yield ArrivingFile(self._bucket, name, judge, self._turn)
        finally:
            self.held -= held
            self._of_one -= Counter({by: held})
