"""A large file goes to the store while it arrives, by parts: held little, seen whole or not at all."""

import asyncio
import hashlib
import mmap
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from standalone.embedded.running import embedded_servers
from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.client import S3Place
from storage.files.memory_file import MemoryFile
from storage.files.parts import PART_BYTES
from storage.files.writing.arriving import Arrivals, ArrivingFile, HeldBytes
from tests.storage.files.uploads import KIND, content, names

NAME = "evidence/arriving/b"
STEP = 300_000


def judge(head: bytes) -> str:
    return KIND


@pytest_asyncio.fixture
async def file(bucket: Bucket) -> AsyncIterator[ArrivingFile]:
    arriving = ArrivingFile(bucket, NAME, judge, asyncio.Semaphore())
    yield arriving
    await arriving.leave()


async def unfinished(bucket: Bucket) -> list[str]:
    found = await bucket.in_thread(lambda: bucket.parts.unfinished("evidence/"))
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert [one for one in found if one.begun_at > later] == []
    return [one.name for one in found]


@pytest.mark.parametrize("size", [1, PART_BYTES, PART_BYTES + 1, 12 * 1024 * 1024])
async def test_what_came_in_steps_lies_there_whole(
    bucket: Bucket, file: ArrivingFile, size: int
) -> None:
    data = os.urandom(size)
    for at in range(0, size, STEP):
        await file.write(data[at : at + STEP])
        assert file.held <= PART_BYTES
    large = size > PART_BYTES
    assert (await names(bucket), await unfinished(bucket)) == ([], [NAME] if large else [])
    await file.store()
    assert await content(bucket, NAME) == data
    assert await unfinished(bucket) == []
    assert file.passed.sha256 == hashlib.sha256(data).digest()
    async with file.opened() as opened:
        assert opened.read() == data


def test_what_comes_in_drops_is_held_as_bytes_not_as_drops() -> None:
    held = HeldBytes()
    for _ in range(100_000):
        held.take(bytearray(b"x"))
    assert (held.size, len(held.pieces)) == (100_000, 4)
    large = bytearray(50_000)
    held.take(large)
    held.take(large)
    assert held.pieces[-1] is large
    assert b"".join(held.pieces) == b"x" * 100_000 + bytes(100_000)


async def test_what_is_cut_off_leaves_nothing(bucket: Bucket, file: ArrivingFile) -> None:
    await file.write(bytes(2 * PART_BYTES + 1))
    assert await unfinished(bucket) == [NAME]
    await file.leave()
    assert (await names(bucket), await unfinished(bucket)) == ([], [])


async def test_what_is_of_no_type_never_goes_to_the_store(bucket: Bucket) -> None:
    def refuse(head: bytes) -> str:
        raise ValueError("of no type")

    file = ArrivingFile(bucket, NAME, refuse, asyncio.Semaphore())
    await file.write(bytes(PART_BYTES))
    with pytest.raises(ValueError, match="no type"):
        await file.write(b"x")
    await file.leave()
    assert (await names(bucket), await unfinished(bucket)) == ([], [])


async def test_no_more_is_held_than_may_be(bucket: Bucket) -> None:
    arrivals, one, other = Arrivals(bucket, most=20 * PART_BYTES), uuid4(), uuid4()
    async with AsyncExitStack() as opened:

        async def begin(announced: int | None, by: object = one) -> None:
            await opened.enter_async_context(
                arrivals.open(NAME, judge, announced=announced, by=by)  # type: ignore[arg-type]
            )

        for announced in (None, 3, 100 * PART_BYTES):
            await begin(announced)
        assert arrivals.held == 2 * PART_BYTES + 3
        for _ in range(10):
            await begin(None)
        with pytest.raises(StoreUnavailable):
            await begin(None)
        for _ in range(7):
            await begin(None, other)
        with pytest.raises(StoreUnavailable):
            await begin(None, other)
    assert arrivals.held == 0
    async with arrivals.open(NAME, judge, announced=None, by=one):
        pass


async def test_a_store_that_goes_away_on_the_way_promises_nothing(
    tmp_path: Path, open_bucket: Callable[..., Bucket]
) -> None:
    """The embedded store forgets what it had of an unfinished object, too."""
    async with embedded_servers(tmp_path / "own", names=("s3",)) as running:
        servers = running.servers
        place = S3Place(
            f"http://{servers.s3_endpoint}", servers.s3_access_key, servers.s3_secret_key, "papers"
        )
        bucket = open_bucket(place)
        await bucket.ensure()
        one, other = (
            ArrivingFile(bucket, NAME, judge, asyncio.Semaphore()),
            ArrivingFile(bucket, "evidence/c", judge, asyncio.Semaphore()),
        )
        await one.write(bytes(PART_BYTES + 1))
        await other.write(bytes(2 * PART_BYTES))
        await running.kill("s3")
        with pytest.raises(StoreUnavailable):
            await one.store()
        with pytest.raises(StoreUnavailable):
            await one.leave()
        await running.start("s3")
        with pytest.raises(StoreUnavailable):
            await other.store()
        await other.leave()
        assert (await names(bucket), await unfinished(bucket)) == ([], [])


def test_whoever_is_given_a_sealed_file_cannot_change_it() -> None:
    with MemoryFile() as memory:
        memory.write(b"%PDF-")
        file = memory.seal()
        assert memory.seal().read() == b"%PDF-"
        with pytest.raises(PermissionError):
            file.write(b"x")
        with pytest.raises(PermissionError):
            mmap.mmap(file.fileno(), 5)
        with mmap.mmap(file.fileno(), 5, access=mmap.ACCESS_COPY) as own:
            own[0] = 0
        assert memory.content() == b"%PDF-"
