"""What the bucket's tests put in and get out."""

import hashlib
import io
import threading
from pathlib import Path
from typing import BinaryIO

from storage.files.bucket import Bucket

KIND = "application/pdf"


async def put(bucket: Bucket, name: str, source: bytes | BinaryIO | Path, size: int = -1) -> None:
    """Stores under `name`; an open file or path needs its size."""
    if isinstance(source, bytes):
        size, source = len(source), io.BytesIO(source)
    await bucket.put(
        name, source, size=size, content_type=KIND, sha256=hashlib.sha256().hexdigest()
    )


async def content(bucket: Bucket, name: str) -> bytes:
    async with await bucket.open(name) as stream:
        return b"".join([chunk async for chunk in stream])


async def names(bucket: Bucket, prefix: str = "") -> list[str]:
    return sorted([item.name async for item in bucket.list(prefix)])


class GatedFile(io.BytesIO):
    """A file whose reads wait at a gate, from read number `first` on."""

    def __init__(self, data: bytes, first: int = 1) -> None:
        super().__init__(data)
        self.reached = threading.Event()
        self.gate = threading.Event()
        self.reads = 0
        self.largest = 0
        self._first = first

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads >= self._first:
            self.reached.set()
            assert self.gate.wait(10)
        piece = super().read(size)
        self.largest = max(self.largest, len(piece))
        return piece
