"""The bucket that holds every file: the blocking minio client behind an asynchronous face."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from minio.datatypes import Object
from minio.error import MinioException, S3Error
from urllib3 import BaseHTTPResponse

from storage.errors import ObjectMissing, StoreUnavailable
from storage.files.client import S3Place, open_client, open_pool, telling
from storage.files.parts import Parts
from storage.files.stream import ObjectStream
from storage.files.threads import Threads
from storage.files.upload import Content, Uploader, size_of

_PAGE = 500
_PING_SECONDS = 3.0
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store knows of an object; `size` in bytes, `sha256` as lower-case hex.

    A listing knows neither the content type nor the hash: both are None in it. Some servers forget
    them when they restart (`rclone serve s3` does): the row in the database is what counts.
    """

    name: str
    size: int
    modified_at: datetime
    content_type: str | None = None
    sha256: str | None = None


class Bucket:
    """One bucket on an S3 server. Nothing connects before the first call.

    Every call raises StoreUnavailable when the store does not answer or refuses, and is safe to
    cancel: it returns at once, and the thread behind it ends by its own timeouts.
    """

    def __init__(self, place: S3Place, *, threads: int = 8, patience_seconds: float = 5.0) -> None:
        self._bucket = place.bucket
        self._pool = open_pool(threads, ca_file=place.ca_file)
        self._client = open_client(place, self._pool)
        self._uploader = Uploader(place, self._client, self._pool)
        self.parts: Final = Parts(self._client, place.bucket)
        self._threads = Threads(threads, patience_seconds)

    async def ensure(self) -> None:
        """Makes the bucket if it is not there."""
        await self._threads.run(self._ensure)

    async def ping(self) -> None:
        """Returns if the store answers within 3 seconds and holds the bucket."""
        try:
            async with asyncio.timeout(_PING_SECONDS):
                there = await self._threads.run(self._bucket_exists)
        except TimeoutError as silence:
            raise StoreUnavailable("files", "no answer") from silence
        if not there:
            raise StoreUnavailable("files", "no such bucket")

    async def put(self, name: str, content: Content, *, content_type: str, sha256: str) -> None:
        """Stores these bytes over whatever had the name.

        `sha256` (hex) must be theirs: most servers check it. All or nothing: a failed or cancelled
        upload leaves no object, or the whole one. Its thread may read them until it ends, also when
        the caller was cancelled: nobody may change them.
        """
        headers = {
            "Content-Length": str(size_of(content)),
            "Content-Type": content_type,
            "x-amz-meta-sha256": sha256,
        }
        await self._threads.run(lambda: self._put(name, content, headers, sha256))

    async def open(self, name: str) -> ObjectStream:
        """The object's bytes, to be iterated and closed. Raises ObjectMissing."""
        return await self._threads.run(lambda: self._open(name), ObjectStream.discard)

    async def in_thread(self, call: Callable[[], T]) -> T:
        """What `call` gives, run where blocking calls may be: for `read_range` and `parts`."""
        return await self._threads.run(call)

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        """Blocking: `length` bytes of the object from `offset` on, all within it.

        To be called within `in_thread`. Raises ObjectMissing.
        """
        with telling():
            response = self._get(name, offset, length)
            try:
                content: bytes = response.read()
            finally:
                response.release_conn()
        if len(content) != length:
            raise StoreUnavailable("files", f"{len(content)} bytes instead of {length}")
        return content

    async def stat(self, name: str) -> StoredObject:
        """Size, type, hash and time of one object. Raises ObjectMissing."""
        return await self._threads.run(lambda: self._stat(name))

    async def exists(self, name: str) -> bool:
        """Whether an object has this name."""
        try:
            await self.stat(name)
        except ObjectMissing:
            return False
        return True

    async def delete(self, name: str) -> None:
        """Deletes the object; one that is not there counts as deleted."""
        await self._threads.run(lambda: self._delete(name))

    async def list(
        self, prefix: str, older_than: datetime | None = None
    ) -> AsyncIterator[StoredObject]:
        """Objects under `prefix`, last written before `older_than` (aware); pages of 500."""
        found = self._client.list_objects(self._bucket, prefix=prefix, recursive=True)
        while page := await self._threads.run(lambda: _next_page(found)):
            for item in page:
                if older_than is None or item.modified_at < older_than:
                    yield item

    async def close(self) -> None:
        """Waits for what runs, then closes the connections; the bucket is of no use after it."""
        await self._threads.close()
        self._pool.clear()

    def _bucket_exists(self) -> bool:
        with telling():
            return self._client.bucket_exists(self._bucket)

    def _ensure(self) -> None:
        with telling():
            if self._client.bucket_exists(self._bucket):
                return
            try:
                self._client.make_bucket(self._bucket)
            except MinioException:
                # Two processes start at once: the other one may have just made it.
                if not self._client.bucket_exists(self._bucket):
                    raise

    def _put(self, name: str, content: Content, headers: dict[str, str], sha256: str) -> None:
        with telling():
            self._uploader.put(name, content, headers, sha256)

    def _open(self, name: str) -> ObjectStream:
        with telling():
            return ObjectStream(self._get(name), self._threads)

    def _get(self, name: str, offset: int = 0, length: int = 0) -> BaseHTTPResponse:
        """From `offset` on; a `length` of 0 is all of it."""
        try:
            return self._client.get_object(self._bucket, name, offset, length)
        except MinioException:
            # Not every server words this refusal so that the client reads its code; a HEAD tells by
            # its status alone. What is there by now may have been stored between the two.
            self._stat(name)
            return self._client.get_object(self._bucket, name, offset, length)

    def _stat(self, name: str) -> StoredObject:
        with telling():
            try:
                found = self._client.stat_object(self._bucket, name)
            except S3Error as refusal:
                # A lost bucket answers a HEAD in the same way, and is no reason to say "missing".
                if refusal.code == "NoSuchKey" and self._client.bucket_exists(self._bucket):
                    raise ObjectMissing(name) from refusal
                raise
        headers = found.metadata or {}
        return StoredObject(
            name,
            found.size or 0,
            _modified_at(found),
            found.content_type,
            headers.get("x-amz-meta-sha256"),
        )

    def _delete(self, name: str) -> None:
        with telling():
            try:
                self._client.remove_object(self._bucket, name)
            except S3Error as refusal:
                if refusal.code != "NoSuchKey":
                    raise


def _next_page(found: Iterator[Object]) -> list[StoredObject]:
    with telling():
        return [
            StoredObject(item.object_name, item.size or 0, _modified_at(item))
            for item in islice(found, _PAGE)
            if item.object_name
        ]


def _modified_at(item: Object) -> datetime:
    if item.last_modified is None:
        raise StoreUnavailable("files", "an object without a time")
    return item.last_modified
