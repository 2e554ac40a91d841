"""A caller that leaves at any moment leaves no half object and no lost thread."""

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, cast

import pytest
from urllib3 import BaseHTTPResponse

from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.client import BLOCK_BYTES, S3Place
from storage.files.stream import CHUNK_BYTES, ObjectStream
from storage.files.threads import Threads
from tests.storage.files.uploads import Gate, content, put

OpenBucket = Callable[..., Bucket]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


async def cancelled(task: "asyncio.Future[Any]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def cancelled_inside(reached: threading.Event, call: Awaitable[object]) -> None:
    """Cancels `call` when its thread has got to a point."""
    task = asyncio.ensure_future(call)
    await asyncio.to_thread(reached.wait, 10)
    await cancelled(task)


async def test_upload_cancelled_before_its_turn_never_begins(
    place: S3Place, open_bucket: OpenBucket, gate: Gate
) -> None:
    bucket = open_bucket(place, threads=1)
    await bucket.ensure()
    running = asyncio.create_task(put(bucket, "evidence/1", b"first"))
    await asyncio.to_thread(gate.reached.wait, 10)
    waiting = asyncio.create_task(put(bucket, "evidence/2", b"second"))
    await asyncio.sleep(0)
    await cancelled(waiting)
    gate.opened.set()
    await running
    await bucket.close()
    assert gate.passed == 1
    assert not await open_bucket(place).exists("evidence/2")


async def test_whoever_waits_too_long_for_a_thread_is_refused(
    place: S3Place, open_bucket: OpenBucket, gate: Gate
) -> None:
    bucket = open_bucket(place, threads=1, patience_seconds=0.1)
    running = asyncio.create_task(put(bucket, "evidence/a", b"paper"))
    await asyncio.to_thread(gate.reached.wait, 10)
    with pytest.raises(StoreUnavailable):
        await bucket.exists("evidence/a")
    gate.opened.set()
    await running
    assert await bucket.exists("evidence/a")


async def test_cancelled_call_keeps_its_place_until_it_ends() -> None:
    threads = Threads(1, patience_seconds=0.05)
    started, gate = threading.Event(), threading.Event()
    late: list[str] = []

    def call() -> str:
        started.set()
        assert gate.wait(10)
        return "result"

    await cancelled_inside(started, threads.run(call, late.append))
    with pytest.raises(StoreUnavailable):
        await threads.run(lambda: None)
    assert late == []
    gate.set()
    await threads.close()
    assert late == ["result"]


async def test_failure_that_nobody_waits_for_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    threads = Threads(1, patience_seconds=5)
    started, gate = threading.Event(), threading.Event()

    def call() -> None:
        started.set()
        assert gate.wait(10)
        raise StoreUnavailable("files")

    with caplog.at_level("INFO", logger="storage.files"):
        await cancelled_inside(started, threads.run(call))
        gate.set()
        await threads.close()
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert "StoreUnavailable" in caplog.text


async def test_closed_threads_refuse_and_do_not_lose_a_place() -> None:
    threads = Threads(1, patience_seconds=0.05)
    await threads.close()
    for _ in range(3):
        with pytest.raises(StoreUnavailable, match="closed"):
            await threads.run(lambda: None)


@pytest.mark.parametrize("steps", range(12))
async def test_upload_cancelled_at_any_step_is_whole_or_absent(
    bucket: Bucket, place: S3Place, open_bucket: OpenBucket, steps: int
) -> None:
    data = os.urandom(BLOCK_BYTES + 1)
    upload = asyncio.create_task(put(bucket, "evidence/a", data))
    for _ in range(steps):
        await asyncio.wait([upload], timeout=0.004)
    upload.cancel()
    await asyncio.wait([upload])
    await bucket.close()
    after = open_bucket(place)
    if await after.exists("evidence/a"):
        assert await content(after, "evidence/a") == data


class SlowResponse:
    """A response whose read waits at a gate, and which notes what happens to it."""

    headers: ClassVar[dict[str, str]] = {}

    def __init__(self) -> None:
        self.reading, self.gate = threading.Event(), threading.Event()
        self.seen: list[str] = []

    def read(self, size: int) -> bytes:
        self.reading.set()
        assert self.gate.wait(10)
        self.seen.append(f"read {size}")
        return b"late"

    def close(self) -> None:
        self.seen.append("closed")

    def release_conn(self) -> None:
        self.seen.append("released")


async def test_stream_is_closed_only_after_a_read_that_nobody_waits_for() -> None:
    response, threads = SlowResponse(), Threads(2, patience_seconds=5)
    stream = ObjectStream(cast(BaseHTTPResponse, response), threads)
    await cancelled_inside(response.reading, anext(stream))
    closing = asyncio.create_task(stream.aclose())
    await asyncio.wait([closing], timeout=0.05)
    assert response.seen == []
    response.gate.set()
    await closing
    assert response.seen == [f"read {CHUNK_BYTES}", "closed", "released"]
    await threads.close()


@pytest.mark.parametrize("steps", range(8))
async def test_download_cancelled_at_any_step_leaves_nothing_behind(
    bucket: Bucket, steps: int, caplog: pytest.LogCaptureFixture
) -> None:
    data = os.urandom(8 * CHUNK_BYTES)
    await put(bucket, "evidence/a", data)
    download = asyncio.create_task(content(bucket, "evidence/a"))
    for _ in range(steps):
        await asyncio.wait([download], timeout=0.002)
    download.cancel()
    await asyncio.wait([download])
    assert await content(bucket, "evidence/a") == data
    assert not caplog.records
