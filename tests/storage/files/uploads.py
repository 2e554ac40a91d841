"""What the bucket's tests put in and get out."""

import hashlib
import threading
from typing import Any

import pytest

from storage.files.bucket import Bucket
from storage.files.upload import Content, Uploader

KIND = "application/pdf"


class Gate:
    """Holds every upload in its thread, before it begins."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()
        self.passed = 0
        put = Uploader.put

        def held(uploader: Uploader, *given: Any) -> None:
            self.reached.set()
            assert self.opened.wait(10)
            self.passed += 1
            put(uploader, *given)

        patch.setattr(Uploader, "put", held)


async def put(bucket: Bucket, name: str, data: Content) -> None:
    await bucket.put(name, data, content_type=KIND, sha256=hashlib.sha256(data).hexdigest())


async def content(bucket: Bucket, name: str) -> bytes:
    async with await bucket.open(name) as stream:
        return b"".join([chunk async for chunk in stream])


async def names(bucket: Bucket, prefix: str = "") -> list[str]:
    return sorted([item.name async for item in bucket.list(prefix)])
