"""A stored object as a file in this machine's memory, for those that can read nothing else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import BinaryIO, cast

from storage.files.bucket import Bucket


@asynccontextmanager
async def local_copy(bucket: Bucket, name: str) -> AsyncIterator[BinaryIO]:
    """The whole object, on no disk; gone when the block ends, or the process.

    Raises ObjectMissing, StoreUnavailable.
    """
    # An open file with a descriptor, so that a child process can have it as its standard input.
    with os.fdopen(os.memfd_create("paper"), "w+b", buffering=0) as memory:
        async with await bucket.open(name) as pieces:
            async for piece in pieces:
                memory.write(piece)
        memory.seek(0)
        yield cast(BinaryIO, memory)
