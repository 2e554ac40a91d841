"""Buckets on the run's S3 server."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest_asyncio

from storage.files.bucket import Bucket
from storage.files.client import S3Place
from tests.world.servers import Embedded


@pytest_asyncio.fixture
async def place(embedded: Embedded) -> S3Place:
    return S3Place(
        endpoint=f"http://{embedded.s3_endpoint}",
        access_key=embedded.s3_access_key,
        secret_key=embedded.s3_secret_key,
        bucket=embedded.bucket,
    )


@pytest_asyncio.fixture
async def open_bucket() -> AsyncIterator[Callable[..., Bucket]]:
    """Opens buckets that are closed after the test."""
    async with AsyncExitStack() as stack:

        def opened(place: S3Place, *, threads: int = 4, patience_seconds: float = 5.0) -> Bucket:
            bucket = Bucket(place, threads=threads, patience_seconds=patience_seconds)
            stack.push_async_callback(bucket.close)
            return bucket

        yield opened


@pytest_asyncio.fixture
async def bucket(place: S3Place, open_bucket: Callable[..., Bucket]) -> Bucket:
    """A bucket that is there and empty."""
    bucket = open_bucket(place)
    await bucket.ensure()
    async for item in bucket.list(""):
        await bucket.delete(item.name)
    return bucket
