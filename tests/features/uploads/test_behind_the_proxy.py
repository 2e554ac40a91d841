"""Large files through nginx as docs/operations.md configures it: passed on while they arrive."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.files.content import PIECE_BYTES
from tests.edge.web.nginx import HOST, NGINX, nginx_before
from tests.features.uploads.tus import WITHIN_S, Sender, head_of, some_bytes, until
from tests.world.client_batches import manifest, office, worked_off

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
_MORE_THAN_A_PAPER = 22 * 1024 * 1024
_ARRIVED = "SELECT id FROM uploads WHERE platform_id = $1 AND received >= $2 AND created_at >= $3"


@asynccontextmanager
async def _through_nginx(
    sender: Sender, folder: Path
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    backend = urlsplit(sender.world.url).port
    assert backend is not None
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with nginx_before(backend, folder) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
        yield reader, writer
        writer.close()


async def test_a_piece_counts_while_the_rest_is_on_its_way(sender: Sender, tmp_path: Path) -> None:
    data = some_bytes(_MORE_THAN_A_PAPER)
    upload_id = await sender.create(len(data))
    async with _through_nginx(sender, tmp_path) as (reader, writer):
        head = head_of(sender, upload_id, 0, len(data))
        half = 3 * PIECE_BYTES
        writer.write(head.replace(b"Host: a\r\n", f"Host: {HOST}\r\n".encode()) + data[:half])
        await until(sender, upload_id, half)
        writer.write(data[half:])
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
    assert answer.startswith(b"HTTP/1.1 204 "), answer
    assert b"upload-offset: %d\r\n" % len(data) in answer.lower()
    assert await sender.stored(upload_id) == data


def _part(name: str, content: bytes, file_name: str = "") -> bytes:
    file = f'; filename="{file_name}"' if file_name else ""
    head = f'--B\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


async def test_an_archive_of_a_form_is_stored_while_the_rest_is_on_its_way(
    sender: Sender, tmp_path: Path
) -> None:
    at, began = await office(sender.world), sender.world.ports.clock.now()
    texts = _part("edition", at.edition.encode()) + _part("track", b"copay")
    files = _part("manifest", manifest([at.row()]), "a.csv")
    files += _part("archive", some_bytes(_MORE_THAN_A_PAPER), "a.zip")
    body = texts + files + b"--B--\r\n"
    head = (
        f"POST /api/v1/platform/batches HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Authorization: Bearer {at.person.token}\r\nContent-Length: {len(body)}\r\n"
        "Content-Type: multipart/form-data; boundary=B\r\n\r\n"
    )
    async with _through_nginx(sender, tmp_path) as (reader, writer):
        writer.write(head.encode() + body[: 4 * PIECE_BYTES])
        arrived = at.platform_id, PIECE_BYTES, began
        async with asyncio.timeout(WITHIN_S):
            while not await sender.world.fetch(_ARRIVED, *arrived):  # noqa: ASYNC110  # nobody is told
                await asyncio.sleep(0.02)
        assert list((tmp_path / "client_body").iterdir()) == [], "nginx keeps nothing of it"
        writer.write(body[4 * PIECE_BYTES :])
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
    assert answer.startswith(b"HTTP/1.1 202 "), answer
    await worked_off(sender.world)
