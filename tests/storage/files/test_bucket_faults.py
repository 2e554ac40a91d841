"""A store that is gone, silent, or not a store is told as unavailable, and comes back by itself."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from urllib3.exceptions import ProtocolError, ReadTimeoutError

from standalone.embedded.running import embedded_servers
from storage.errors import StoreUnavailable
from storage.files.bucket import Bucket
from storage.files.client import S3Place, open_pool
from tests.storage.files.uploads import content, names, put

OpenBucket = Callable[..., Bucket]
SILENT = S3Place("http://127.0.0.1:1", "testkey", "testsecret", "evidence")


def every_call(bucket: Bucket) -> list[Awaitable[object]]:
    return [
        bucket.ensure(),
        bucket.ping(),
        put(bucket, "evidence/a", b"x"),
        bucket.open("evidence/a"),
        bucket.stat("evidence/a"),
        bucket.exists("evidence/a"),
        bucket.delete("evidence/a"),
        names(bucket),
    ]


async def all_unavailable(bucket: Bucket) -> None:
    for outcome in await asyncio.gather(*every_call(bucket), return_exceptions=True):
        assert isinstance(outcome, StoreUnavailable), outcome
        assert outcome.store == "files"


@asynccontextmanager
async def answering(reply: bytes) -> AsyncIterator[str]:
    """A server that answers every request with the same bytes; with none, it says nothing."""

    held: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        if reply:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in held:
            writer.close()


async def test_nobody_listening(open_bucket: OpenBucket) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        await all_unavailable(open_bucket(replace(SILENT, endpoint=f"http://127.0.0.1:{port}")))


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<h1>502</h1>",
        b"HTTP/1.1 500 Oops\r\nContent-Type: application/xml\r\n\r\n<Error><Code>Int",
        b"HTTP/1.1 503 Slow Down\r\nContent-Type: text/html\r\n\r\n\xcd\xf8\xb9\xd8",
        b"HTTP/1.1 403 Forbidden\r\nContent-Type: application/xml\r\n\r\n"
        b"<Error><Code>AccessDenied</Code></Error>",
    ],
    ids=["hangs up", "not http", "html page", "broken xml", "gbk page", "denied"],
)
async def test_something_else_answers(open_bucket: OpenBucket, reply: bytes) -> None:
    async with answering(reply or b"\r\n") as endpoint:
        await all_unavailable(open_bucket(replace(SILENT, endpoint=endpoint)))


async def test_ping_does_not_wait_for_a_silent_store(open_bucket: OpenBucket) -> None:
    async with answering(b"") as endpoint:
        bucket = open_bucket(replace(SILENT, endpoint=endpoint))
        with pytest.raises(StoreUnavailable, match="no answer"):
            await bucket.ping()


async def test_kept_connection_that_went_stale_does_not_show(open_bucket: OpenBucket) -> None:
    connections: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(0)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        # The second request on a connection is taken and never answered, as by a server that
        # closes idle connections at that very moment.
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        bucket = open_bucket(replace(SILENT, endpoint=f"http://127.0.0.1:{port}"), threads=1)
        for _ in range(3):
            await bucket.ping()
        await bucket.close()
    assert len(connections) == 3


def test_silence_is_not_tried_again() -> None:
    pool = open_pool(1)
    retries = pool.connection_pool_kw["retries"]
    hosts = pool.connection_from_url("http://127.0.0.1:1")
    assert retries.increment("PUT", "/", error=ProtocolError("reset")).total == 0
    with pytest.raises(ReadTimeoutError):
        retries.increment("PUT", "/", error=ReadTimeoutError(hosts, "/", "silence"))


async def test_wrong_key_is_unavailable(place: S3Place, open_bucket: OpenBucket) -> None:
    await all_unavailable(open_bucket(replace(place, secret_key="not-the-secret")))


async def test_killed_store_comes_back_with_what_it_had(
    tmp_path: Path, open_bucket: OpenBucket
) -> None:
    async with embedded_servers(tmp_path / "own", names=("s3",)) as running:
        servers = running.servers
        place = S3Place(
            f"http://{servers.s3_endpoint}", servers.s3_access_key, servers.s3_secret_key, "papers"
        )
        bucket = open_bucket(place)
        await bucket.ensure()
        # More than the sockets between us hold: else all of it may have come before the kill.
        data = os.urandom(24 * 1024 * 1024)
        await asyncio.gather(*(put(bucket, f"evidence/{number}", data) for number in range(4)))
        async with await bucket.open("evidence/0") as stream:
            await anext(stream)
            await running.kill("s3")
            with pytest.raises(StoreUnavailable):
                async for _ in stream:
                    pass
        with pytest.raises(StoreUnavailable):
            await bucket.ping()
        await running.start("s3")
        # The connections that were kept died with the server: each first try must not show it.
        for number in range(4):
            assert await content(bucket, f"evidence/{number}") == data
