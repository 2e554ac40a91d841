"""A request that comes byte by byte: one time for its head and body together, then 408 and the end."""

import asyncio
from dataclasses import replace

import pytest

from tests.edge.web.conftest import running
from tests.edge.web.sample import World, sample_app

_START = b"POST /api/v1/offers HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
_LOGIN = b"Authorization: Bearer enterprise\r\n"
_LONG = b"Content-Length: 4000\r\n\r\n"
_PAPER = (
    b"POST /api/v1/papers HTTP/1.1\r\nHost: a\r\n" + _LOGIN + b"Content-Length: 205\r\n"
    b"Content-Type: multipart/form-data; boundary=B\r\n\r\n--B\r\n"
    b'Content-Disposition: form-data; name="kind"\r\n\r\ncontract\r\n--B\r\n'
    b'Content-Disposition: form-data; name="name"\r\n\r\na.pdf\r\n--B\r\n'
)
_FILE = b'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n--B--\r\n'


async def drip(port: int, head: bytes, piece: bytes) -> bytes:
    """All that the server says to `head` and then `piece` after `piece`, until it hangs up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = b""
    async with asyncio.timeout(20):
        writer.write(head)
        while not reader.at_eof():
            writer.write(piece)
            try:
                said += await asyncio.wait_for(reader.read(1 << 16), 0.02)
            except TimeoutError:
                continue
            except ConnectionResetError:
                break
    writer.close()
    return said


SLOW = {
    "a head": (b"POST /api/v1/offers HTTP/1.1\r\nHost: a\r\nX: ", b"y"),
    "empty lines before a head": (b"\r\n", b"\r\n"),
    "a body": (_START + _LOGIN + _LONG, b" "),
    "chunks": (_START + _LOGIN + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "the size of a chunk": (_START + _LOGIN + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "an upload": (_PAPER.replace(b"205", b"9999"), b"x"),
}


@pytest.mark.parametrize(("head", "piece"), SLOW.values(), ids=SLOW)
async def test_too_slow_is_told_and_cut(head: bytes, piece: bytes) -> None:
    world = World()
    app = sample_app(world)
    app.config.REQUEST_TIMEOUT = 0.3
    app.ctx.edge = replace(app.ctx.edge, upload_seconds=0.4)
    async with running(app, world) as edge:
        said = await drip(edge.port, head, piece)
        assert said.startswith(b"HTTP/1.1 408 "), said
        assert b'"code":"request_timeout"' in said
        assert b"connection: close" in said
        assert said.count(b"HTTP/1.1") == 1


async def test_who_is_not_logged_in_cannot_hold_a_connection_either() -> None:
    world = World()
    app = sample_app(world)
    app.config.REQUEST_TIMEOUT = 0.3
    async with running(app, world) as edge:
        said = await drip(edge.port, _START + _LONG, b" ")
        assert said.startswith(b"HTTP/1.1 401 "), said
        assert said.count(b"HTTP/1.1") == 1


async def test_an_upload_has_its_own_longer_time_and_each_request_a_new_one() -> None:
    world = World()
    app = sample_app(world)
    app.config.REQUEST_TIMEOUT = 0.3
    async with running(app, world) as edge:
        reader, writer = await asyncio.open_connection("127.0.0.1", edge.port)
        for _ in range(2):
            began = asyncio.get_running_loop().time()
            rest = _PAPER + _FILE
            size = b"%d" % (len(rest) - rest.index(b"\r\n\r\n") - 4)
            writer.write(_PAPER.replace(b"205", size))
            # A sender on a slow line, not a wait for the server.
            await asyncio.sleep(began + 0.5 - asyncio.get_running_loop().time())
            writer.write(_FILE)
            async with asyncio.timeout(10):
                assert (await reader.readline()).startswith(b"HTTP/1.1 201 ")
                length = 0
                while (line := await reader.readline()) != b"\r\n":
                    length = int(line[15:]) if line.startswith(b"content-length:") else length
                await reader.readexactly(length)
        writer.close()
