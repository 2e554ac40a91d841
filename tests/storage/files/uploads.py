"""What the bucket's tests put in and get out."""

import hashlib
import io
import threading

from storage.files.bucket import Bucket

KIND = "application/pdf"


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


async def put(bucket: Bucket, name: str, source: bytes | GatedFile) -> None:
    data = source if isinstance(source, bytes) else source.getvalue()
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    digest = hashlib.sha256(data).hexdigest()
    await bucket.put(name, file, size=len(data), content_type=KIND, sha256=digest)


async def content(bucket: Bucket, name: str) -> bytes:
    async with await bucket.open(name) as stream:
        return b"".join([chunk async for chunk in stream])


async def names(bucket: Bucket, prefix: str = "") -> list[str]:
    return sorted([item.name async for item in bucket.list(prefix)])
