"""Objects go in and come out whole, in pieces, on a real S3 server."""

import asyncio
import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from storage.errors import ObjectMissing, StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.client import BLOCK_BYTES, S3Place
from storage.files.stream import CHUNK_BYTES
from tests.storage.files.uploads import KIND, content, names, put

OpenBucket = Callable[..., Bucket]
PAPER = b"paper"
DIGEST = hashlib.sha256(PAPER).hexdigest()


@pytest.mark.parametrize("size", [1, CHUNK_BYTES + 1, BLOCK_BYTES, BLOCK_BYTES + 1, 20_971_520])
async def test_bytes_come_back_as_they_went_in(bucket: Bucket, size: int) -> None:
    data = os.urandom(size)
    await put(bucket, "evidence/a", data)
    assert await content(bucket, "evidence/a") == data


async def test_second_upload_replaces_the_first(bucket: Bucket) -> None:
    await put(bucket, "evidence/a", b"first")
    await put(bucket, "evidence/a", b"second")
    assert await content(bucket, "evidence/a") == b"second"


async def test_stat_and_stream_tell_what_was_stored(bucket: Bucket) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    await put(bucket, "evidence/a", PAPER)
    known = await bucket.stat("evidence/a")
    assert (known.name, known.size, known.content_type) == ("evidence/a", 5, KIND)
    assert known.sha256 == DIGEST
    assert before <= known.modified_at <= datetime.now(UTC) + timedelta(seconds=2)
    async with await bucket.open("evidence/a") as stream:
        assert (stream.size, stream.content_type) == (5, KIND)


async def test_large_file_passes_in_pieces(bucket: Bucket) -> None:
    await put(bucket, "evidence/a", memoryview(os.urandom(20 * 1024 * 1024)))
    async with await bucket.open("evidence/a") as stream:
        sizes = [len(chunk) async for chunk in stream]
    assert max(sizes) <= CHUNK_BYTES
    assert sum(sizes) == 20 * 1024 * 1024


async def test_upload_is_one_request_signed_over_the_given_hash(open_bucket: OpenBucket) -> None:
    heads: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).decode().lower())
        await reader.readexactly(len(PAPER))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        bucket = open_bucket(S3Place(f"http://127.0.0.1:{port}", "key", "secret", "evidence"))
        await put(bucket, "a/b", PAPER)
        await bucket.close()
    (head,) = heads
    assert head.startswith("put /evidence/a/b http/1.1\r\n")
    assert f"x-amz-content-sha256: {DIGEST}\r\n" in head
    assert "content-length: 5\r\n" in head
    assert "transfer-encoding" not in head
    signed = head.split("signedheaders=")[1].split(",")[0].split(";")
    assert {"content-type", "host", "x-amz-content-sha256", "x-amz-meta-sha256"} <= set(signed)


async def test_name_with_any_character_goes_there_and_back(bucket: Bucket) -> None:
    await put(bucket, "other/合同 (1)+~&=?#.pdf", PAPER)
    assert await names(bucket, "other/") == ["other/合同 (1)+~&=?#.pdf"]
    assert await content(bucket, "other/合同 (1)+~&=?#.pdf") == PAPER


async def test_missing_object_is_said_to_be_missing(bucket: Bucket) -> None:
    with pytest.raises(ObjectMissing):
        await bucket.open("evidence/none")
    with pytest.raises(ObjectMissing):
        await bucket.stat("evidence/none")
    assert not await bucket.exists("evidence/none")


async def test_lost_bucket_is_no_missing_object(place: S3Place, open_bucket: OpenBucket) -> None:
    lost = open_bucket(replace(place, bucket=f"lost-{uuid4()}"))
    for attempt in (lost.stat("a"), lost.open("a"), lost.exists("a"), lost.ping()):
        with pytest.raises(StoreUnavailable):
            await attempt
    with pytest.raises(StoreUnavailable):
        await put(lost, "a", b"x")
    with pytest.raises(StoreUnavailable):
        await names(lost)


async def test_deleted_object_is_gone_and_may_be_deleted_again(bucket: Bucket) -> None:
    await put(bucket, "evidence/a", b"x")
    assert await bucket.exists("evidence/a")
    await bucket.delete("evidence/a")
    await bucket.delete("evidence/a")
    assert not await bucket.exists("evidence/a")


async def test_list_takes_one_prefix_and_more_than_a_page(bucket: Bucket) -> None:
    wanted = [f"evidence/{number % 3}/{number:04}" for number in range(520)]
    await asyncio.gather(*(put(bucket, name, b"x") for name in [*wanted, "other/1"]))
    assert await names(bucket, "evidence/") == sorted(wanted)
    assert await names(bucket, "nothing/") == []


async def test_list_leaves_out_what_is_young(bucket: Bucket) -> None:
    await put(bucket, "evidence/a", b"x")
    written_at = (await anext(bucket.list("evidence/"))).modified_at
    assert not [item async for item in bucket.list("evidence/", written_at)]
    later = written_at + timedelta(milliseconds=1)
    assert [item.name async for item in bucket.list("evidence/", later)] == ["evidence/a"]


async def test_two_processes_may_make_the_bucket_at_once(
    place: S3Place, open_bucket: OpenBucket
) -> None:
    fresh = replace(place, bucket=f"fresh-{uuid4()}")
    buckets = [open_bucket(fresh) for _ in range(4)]
    await asyncio.gather(*(bucket.ensure() for bucket in buckets))
    await buckets[0].ping()


async def test_stream_closed_early_leaves_the_bucket_usable(bucket: Bucket) -> None:
    await put(bucket, "evidence/a", os.urandom(3 * CHUNK_BYTES))
    for _ in range(10):
        async with await bucket.open("evidence/a") as stream:
            await anext(stream)
        await stream.aclose()
        with pytest.raises(StopAsyncIteration):
            await anext(stream)
    assert len(await content(bucket, "evidence/a")) == 3 * CHUNK_BYTES


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"endpoint": "127.0.0.1:9000"}, "scheme"),
        ({"endpoint": "http://h/path"}, "path"),
        ({"bucket": "No"}, "bucket"),
    ],
)
def test_impossible_place_is_refused_before_any_call(changes: dict[str, str], part: str) -> None:
    place = S3Place("http://127.0.0.1:1", "key", "secret", "evidence")
    with pytest.raises(ValueError, match=part):
        Bucket(replace(place, **changes))


def test_secret_is_not_in_the_representation() -> None:
    assert "hidden" not in repr(S3Place("http://h", "key", "hidden", "evidence"))
