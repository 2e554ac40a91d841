"""A stored object as a file in this machine's memory, for those that can read nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import BinaryIO

from storage.files.bucket import Bucket
from storage.files.memory_file import MemoryFile


@asynccontextmanager
async def local_copy(bucket: Bucket, name: str) -> AsyncIterator[BinaryIO]:
    """The whole object, on no disk; gone when the block ends, or the process.

    Raises ObjectMissing, StoreUnavailable.
    """
    with MemoryFile() as memory:
        async with await bucket.open(name) as pieces:
            async for piece in pieces:
                memory.write(piece)
        yield memory.seal()
