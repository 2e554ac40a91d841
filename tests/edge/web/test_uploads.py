"""Uploads: on their way while they arrive, refused early and readably."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.edge.web.conftest import Running, token
from tests.edge.web.problems import named, problem

PATH = "/api/v1/papers"
LIMIT = 2 * 1024 * 1024


def form(content: bytes, *, fields_last: bool = False, **fields: str) -> FormData:
    data = FormData()
    texts = {"kind": "contract", "name": "合同.pdf"} | fields
    if fields_last:
        data.add_field("file", content, filename="tmp_1.bin")
    for name, value in texts.items():
        data.add_field(name, value)
    if not fields_last:
        data.add_field("file", content, filename="tmp_1.bin")
    return data


def raw(*parts: bytes, boundary: bytes = b"B", end: bytes = b"--B--\r\n") -> bytes:
    head = b'--B\r\nContent-Disposition: form-data; name="'
    return b"".join(head + part + b"\r\n" for part in parts) + end


async def until(condition: Any, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # the kernel signals no event for this
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("fields_last", [False, True])
async def test_size_and_hash(client: ClientSession, fields_last: bool) -> None:
    content = os.urandom(1_500_001)
    answer = await client.post(
        PATH, data=form(content, fields_last=fields_last), headers=token("enterprise")
    )
    assert answer.status == 201
    said = await answer.json()
    assert said["size"] == len(content)
    assert said["sha256"] == hashlib.sha256(content).hexdigest()
    assert said["kind"] == "contract"


async def test_too_large_is_refused_while_the_client_still_sends(client: ClientSession) -> None:
    answer = await client.post(
        PATH, data=form(b"x" * (12 * 1024 * 1024)), headers=token("enterprise")
    )
    await problem(answer, 413, "too_large")


async def test_too_large_without_a_length(client: ClientSession) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield raw(b'file"; filename="a"\r\n\r\n', end=b"")[:-2]
        for _ in range(80):
            yield b"x" * 65_536

    answer = await client.post(
        PATH,
        data=chunks(),
        headers=token("enterprise") | {"content-type": "multipart/form-data; boundary=B"},
    )
    await problem(answer, 413, "too_large")


async def test_without_login_the_body_is_not_taken(client: ClientSession) -> None:
    answer = await client.post(PATH, data=form(b"x" * (6 * 1024 * 1024)))
    await problem(answer, 401, "unauthenticated")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", ("", "multipart")),
        (b"rubbish", ("", "multipart")),
        (b"--B--\r\n", ("file", "required")),
        (raw(b'kind"\r\n\r\nx', b'kind"\r\n\r\ny'), ("kind", "given_twice")),
        (raw(b'other"\r\n\r\nx'), ("other", "unknown_field")),
        (raw(b'kind"\r\n\r\n\xff'), ("", "multipart")),
        (raw(b'name"\r\n\r\n' + b"x" * 20_000), ("name", "too_long")),
        (raw(b'name"\r\n\r\n\xe3\x85\xa4\x00'), ("name", "too_short")),
        (raw(b'name"\r\n\r\n' + "长".encode() * 201), ("name", "too_long")),
        (raw(b'file"; filename="a"\r\n\r\nabc', end=b""), ("", "multipart")),
        (raw(*(b'p%d"\r\n\r\nx' % n for n in range(40))), ("", "multipart")),
        (b"--B\r\n" + b"X: y\r\n" * 50 + b"\r\n", ("", "multipart")),
    ],
)
async def test_broken_uploads(
    client: ClientSession, body: bytes, expected: tuple[str, str]
) -> None:
    answer = await client.post(
        PATH,
        data=body,
        headers=token("enterprise") | {"content-type": "multipart/form-data; boundary=B"},
    )
    assert expected in named(await problem(answer, 422, "invalid"))


@pytest.mark.parametrize("media", ["application/json", "multipart/form-data", "text/plain"])
async def test_other_types(client: ClientSession, media: str) -> None:
    headers = token("enterprise") | {"content-type": media}
    await problem(await client.post(PATH, data=b"{}", headers=headers), 415, "unsupported_media")


async def test_a_hang_up_is_told_to_whom_the_file_goes(edge: Running) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", edge.port)
    body = raw(b'file"; filename="a"\r\n\r\n', end=b"")[:-2] + b"x" * 300_000
    head = (
        f"POST {PATH} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer enterprise\r\n"
        "content-type: multipart/form-data; boundary=B\r\ncontent-length: 1000000\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()
    await until(lambda: edge.world.file.size > 0)
    writer.transport.abort()
    await until(lambda: edge.world.file.left)
    assert edge.world.things == {}
    del reader


async def test_a_repeated_upload_is_one(client: ClientSession, edge: Running) -> None:
    headers = token("enterprise") | {"idempotency-key": "upload-1"}
    first = await client.post(PATH, data=form(b"abc"), headers=headers)
    again = await client.post(PATH, data=form(b"abc"), headers=headers)
    other = await client.post(PATH, data=form(b"abd"), headers=headers)
    assert (first.status, again.status) == (201, 201)
    assert (await again.json())["id"] == (await first.json())["id"]
    await problem(other, 409, "idempotency_conflict")
    assert len(edge.world.things) == 1
