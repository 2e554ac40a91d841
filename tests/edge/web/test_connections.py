"""What arrives on the wire but is no good request, clients that leave, and the gentle stop."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.edge.web.conftest import Running, running, token
from tests.edge.web.sample import World, sample_app

AUTH = b"authorization: Bearer enterprise\r\n"
POST = b"POST /api/v1/offers HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n" + AUTH
CHUNKED = POST + b"transfer-encoding: chunked\r\n\r\n"


async def exchange(port: int, data: bytes) -> tuple[int, dict[str, Any]]:
    """Send raw bytes; the status and the problem of the first answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(30):
        writer.write(data)
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head.decode().lower().split("\r\n")
        length = next(int(line[15:]) for line in lines if line.startswith("content-length:"))
        body = await reader.readexactly(length)
    writer.close()
    return int(lines[0].split()[1]), json.loads(body)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"rubbish\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/9\r\n\r\n", 400, "bad_request"),
        (b"GET /\xff HTTP/1.1\r\n\r\n", 400, "bad_request"),
        (b"GET /api/v1/cached HTTP/1.1\r\nno colon\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\nx: " + b"y" * 20_000 + b"\r\n\r\n", 413, "too_large"),
        (POST + b"content-length: x\r\n\r\n", 400, "bad_request"),
        (POST + b"content-length: -1\r\n\r\n", 400, "bad_request"),
        (POST + b"content-length: 1\r\ncontent-length: 2\r\n\r\n", 400, "bad_request"),
        (CHUNKED + b"zz\r\n{}\r\n0\r\n\r\n", 400, "bad_request"),
        (CHUNKED + b"-1\r\n{}\r\n0\r\n\r\n", 400, "bad_request"),
        (CHUNKED + b"2\r\n{}\r\n0\r\nx: y\r\n\r\n", 400, "bad_request"),
        (CHUNKED + b"50000\r\n" + b" " * 100, 413, "too_large"),
        (CHUNKED + b"1\r\n{\r\n0\r\n\r\n", 422, "invalid"),
        (POST + b"expect: magic\r\ncontent-length: 2\r\n\r\n{}", 417, "expectation_failed"),
        (b"BREW /api/v1/cached HTTP/1.1\r\nhost: a\r\n\r\n", 405, "method_not_allowed"),
    ],
)
async def test_bad_wire(edge: Running, data: bytes, status: int, code: str) -> None:
    answered, body = await exchange(edge.port, data)
    assert (answered, body["code"]) == (status, code)
    assert body["request_id"]


async def test_a_stalled_body_times_out_as_the_clients_fault() -> None:
    world = World()
    app = sample_app(world)
    app.config.RESPONSE_TIMEOUT = 0.2
    async with running(app, world) as edge:
        answered, body = await exchange(edge.port, POST + b"content-length: 10\r\n\r\n{")
        assert (answered, body["code"]) == (408, "request_timeout")
        held = b"POST /api/v1/held HTTP/1.1\r\nhost: a\r\n" + AUTH + b"\r\n"
        answered, body = await exchange(edge.port, held)
        assert (answered, body["code"]) == (503, "unavailable")
        world.gate.set()


async def test_the_server_lives_on_after_bad_wire(edge: Running, client: ClientSession) -> None:
    await exchange(edge.port, CHUNKED + b"zz\r\n")
    assert (await client.get("/api/v1/cached")).status == 200


async def test_a_file_is_streamed_with_safe_headers(client: ClientSession) -> None:
    answer = await client.get("/api/v1/content", headers=token("auditor"))
    assert len(await answer.read()) == 200_000
    assert answer.headers["x-content-type-options"] == "nosniff"
    said = answer.headers["content-disposition"]
    assert said.startswith('attachment; filename="__ _1_.pdf"')
    assert "filename*=UTF-8''%E5%90%88%E5%90%8C%20%221%22.pdf" in said


async def leave_while_held(edge: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", edge.port)
    writer.write(b"POST /api/v1/held HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n" + AUTH + b"\r\n")
    await asyncio.wait_for(edge.world.entered.wait(), 30)
    writer.transport.abort()
    del reader


async def test_shielded_work_outlives_its_client(edge: Running, client: ClientSession) -> None:
    await leave_while_held(edge)
    # The server has seen the hang-up once it answers somebody who came later.
    assert (await client.get("/api/v1/cached")).status == 200
    assert not edge.world.finished.is_set()
    edge.world.gate.set()
    await asyncio.wait_for(edge.world.finished.wait(), 30)


async def until_closed(port: int) -> None:
    """Until nobody accepts connections any more."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                return
            writer.close()
            await asyncio.sleep(0.01)


async def test_stopping_waits_for_owned_work_and_open_answers() -> None:
    world = World()
    async with running(sample_app(world), world, drain_seconds=5) as edge:
        async with ClientSession() as session:
            held = asyncio.create_task(
                session.post(edge.url("/api/v1/held"), headers=token("enterprise"))
            )
            await asyncio.wait_for(world.entered.wait(), 30)
            edge.stop.set()
            await until_closed(edge.port)
            assert not edge.serving.done()
            world.gate.set()
            assert (await held).status == 204
        await asyncio.wait_for(edge.serving, 30)


async def test_stopping_does_not_wait_beyond_its_deadline() -> None:
    world = World()
    async with running(sample_app(world), world, drain_seconds=0.2) as edge:
        await leave_while_held(edge)
        edge.stop.set()
        await asyncio.wait_for(edge.serving, 30)
    assert not world.finished.is_set()
