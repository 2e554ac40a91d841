"""A client that trickles: every time counts from the first byte, then comes 408 and the end."""

import asyncio
import socket

import pytest

from server.edge.web.arrival import Patience
from server.edge.web.edge import EdgeOptions
from tests.edge.web.conftest import running
from tests.edge.web.dripping import drip
from tests.edge.web.sample import ARCHIVE_BYTES, World, sample_app

_START = b"POST /api/v1/offers HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
_LOGIN = b"Authorization: Bearer enterprise\r\n"
_LONG = b"Content-Length: 4000\r\n\r\n"
_FORM = (
    b'--B\r\nContent-Disposition: form-data; name="kind"\r\n\r\ncontract\r\n--B\r\n'
    b'Content-Disposition: form-data; name="name"\r\n\r\na.pdf\r\n--B\r\n'
    b'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nx'
)
_END = b"\r\n--B--\r\n"


def upload(framing: bytes) -> bytes:
    return (
        b"POST /api/v1/papers HTTP/1.1\r\nHost: a\r\n" + _LOGIN + framing + b"\r\n"
        b"Content-Type: multipart/form-data; boundary=B\r\n\r\n"
    )


def impatient(**seconds: float) -> EdgeOptions:
    """All that is not named takes longer than any test."""
    patience = {"head_seconds": 60.0, "body_seconds": 60.0, "upload_seconds": 60.0} | seconds
    return EdgeOptions(patience=Patience(**patience))  # type: ignore[arg-type]


_CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
_UPLOAD = upload(b"Content-Length: 9999") + _FORM
_HEAD, _BODY = {"head_seconds": 0.3}, {"body_seconds": 0.3}
SLOW = {
    "a head": (b"POST /api/v1/offers HTTP/1.1\r\nHost: a\r\nX: ", b"y", _HEAD),
    "empty lines before a head": (b"\r\n", b"\r\n", _HEAD),
    "a body": (_START + _LOGIN + _LONG, b" ", _BODY),
    "chunks": (_START + _LOGIN + _CHUNKED, b"1\r\n \r\n", _BODY),
    "the size of a chunk": (_START + _LOGIN + _CHUNKED + b"1;", b"a", _BODY),
    "an upload": (_UPLOAD, b"x", {"upload_seconds": 0.3}),
    "an upload below the rate": (_UPLOAD, b"x", {"grace_seconds": 0.3}),
    "a piece below the rate": (
        b"PATCH /api/v1/pieces HTTP/1.1\r\nHost: a\r\n" + _LOGIN + _LONG,
        b"x",
        {"grace_seconds": 0.3},
    ),
    "an upload below the rate in chunks": (
        upload(b"Transfer-Encoding: chunked") + b"%x\r\n" % len(_FORM) + _FORM,
        b"\r\n1\r\nx",
        {"grace_seconds": 0.3},
    ),
}


@pytest.mark.parametrize(("head", "piece", "seconds"), SLOW.values(), ids=SLOW)
async def test_too_slow_is_told_and_cut(
    head: bytes, piece: bytes, seconds: dict[str, float]
) -> None:
    world = World()
    async with running(sample_app(world, impatient(**seconds)), world) as edge:
        said = await drip(edge.port, head, piece)
        assert said.startswith(b"HTTP/1.1 408 "), said
        assert b'"code":"request_timeout"' in said
        assert b"connection: close" in said
        assert said.count(b"HTTP/1.1") == 1


async def test_who_is_not_logged_in_cannot_hold_a_connection_either() -> None:
    world = World()
    async with running(sample_app(world, impatient(body_seconds=0.3)), world) as edge:
        said = await drip(edge.port, _START + _LONG, b" ")
        assert said.startswith(b"HTTP/1.1 401 "), said
        assert said.count(b"HTTP/1.1") == 1


async def test_a_connection_that_says_nothing_is_closed_without_a_word() -> None:
    world = World()
    async with running(sample_app(world, impatient(head_seconds=0.3)), world) as edge:
        assert await drip(edge.port, b"", b"") == b""


async def test_the_time_between_requests_is_another_one() -> None:
    """A kept connection is not cut by the time of a head that has long been read."""
    world = World()
    async with running(sample_app(world, impatient(head_seconds=0.3)), world) as edge:
        reader, writer = await asyncio.open_connection("127.0.0.1", edge.port)
        asked = b"GET /api/v1/cached HTTP/1.1\r\nHost: a\r\n\r\n"
        for first, rest in ((asked[:9], asked[9:]), (asked, b"")):
            writer.write(first)
            await writer.drain()
            writer.write(rest)
            assert b" 200 " in await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(len(b'{"a":"b"}'))
            # A client that thinks, not a wait for the server.
            await asyncio.sleep(0.5)
        writer.close()


async def test_a_reader_that_sips_is_cut() -> None:
    """A byte now and then keeps the server's own timer for answers from ever ending."""
    sipping = impatient(grace_seconds=0.3, bytes_per_second=1 << 30)
    world = World()
    async with running(sample_app(world, sipping), world) as edge:
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            slow.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(slow, ("127.0.0.1", edge.port))
            await loop.sock_sendall(
                slow,
                b"GET /api/v1/archive HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer auditor\r\n\r\n",
            )
            # Reset, not ended: megabytes that the kernel keeps for it would wait for ever.
            with pytest.raises(ConnectionResetError):
                await sip(slow, world)
        assert world.finished.is_set()


async def sip(slow: socket.socket, world: World) -> None:
    """Read a little now and then; once the server is done, all that there is."""
    loop, got = asyncio.get_running_loop(), 0
    async with asyncio.timeout(60):
        while some := await loop.sock_recv(slow, 2048):
            got += len(some)
            await asyncio.sleep(0 if world.finished.is_set() else 0.02)
    assert got < ARCHIVE_BYTES


async def test_an_upload_has_its_own_longer_time_and_each_request_a_new_one() -> None:
    world = World()
    async with running(sample_app(world, impatient(body_seconds=0.3)), world) as edge:
        reader, writer = await asyncio.open_connection("127.0.0.1", edge.port)
        for _ in range(2):
            began = asyncio.get_running_loop().time()
            writer.write(upload(b"Content-Length: %d" % len(_FORM + _END)) + _FORM)
            # A sender on a slow line, not a wait for the server.
            await asyncio.sleep(began + 0.5 - asyncio.get_running_loop().time())
            writer.write(_END)
            async with asyncio.timeout(30):
                assert (await reader.readline()).startswith(b"HTTP/1.1 201 ")
                length = 0
                while (line := await reader.readline()) != b"\r\n":
                    length = int(line[15:]) if line.startswith(b"content-length:") else length
                await reader.readexactly(length)
        writer.close()
