"""A large upload through nginx as docs/operations.md configures it: passed on while it arrives."""

import asyncio
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.files.content import PIECE_BYTES
from tests.edge.web.nginx import HOST, NGINX, nginx_before
from tests.features.uploads.tus import Sender, head_of, some_bytes, until

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
_MORE_THAN_A_PAPER = 22 * 1024 * 1024


async def test_a_piece_counts_while_the_rest_is_on_its_way(sender: Sender, tmp_path: Path) -> None:
    data = some_bytes(_MORE_THAN_A_PAPER)
    upload_id = await sender.create(len(data))
    backend = urlsplit(sender.world.url).port
    assert backend is not None
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    async with nginx_before(backend, tmp_path) as (port, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
        head = head_of(sender, upload_id, 0, len(data))
        half = 3 * PIECE_BYTES
        writer.write(head.replace(b"Host: a\r\n", f"Host: {HOST}\r\n".encode()) + data[:half])
        await until(sender, upload_id, half)
        writer.write(data[half:])
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
        writer.close()
    assert answer.startswith(b"HTTP/1.1 204 "), answer
    assert b"upload-offset: %d\r\n" % len(data) in answer.lower()
    assert await sender.stored(upload_id) == data
