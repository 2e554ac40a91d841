"""The calls of tus 1.0 by hand, as a platform's people make them."""

import asyncio
from base64 import b64encode
from dataclasses import dataclass
from hashlib import new
from typing import Any

from tests.world.application import World
from tests.world.client import Answer, Person

WITHIN_S = 30.0
PATH = "/platform/uploads"
VERSION = {"tus-resumable": "1.0.0"}
MEDIA = {"content-type": "application/offset+octet-stream"}


@dataclass
class Sender:
    """One of a platform's people, who hands over large files."""

    world: World
    who: Person

    async def create(self, length: int, name: str = "", **headers: str) -> str:
        """The id of a new upload."""
        given = {**VERSION, "upload-length": str(length), **headers}
        if name:
            given["upload-metadata"] = f"filename {b64encode(name.encode()).decode()}"
        answer = await self.who.call("POST", PATH, headers=given)
        made = answer.ok(201)
        assert answer.headers["location"] == f"/api/v1{PATH}/{made['id']}"
        return str(made["id"])

    async def append(self, upload_id: str, offset: int, data: Any, **headers: str) -> Answer:
        given = {**VERSION, **MEDIA, "upload-offset": str(offset), **headers}
        return await self.who.call("PATCH", f"{PATH}/{upload_id}", data=data, headers=given)

    async def head(self, upload_id: str) -> Answer:
        return await self.who.call("HEAD", f"{PATH}/{upload_id}", headers=VERSION)

    async def offset(self, upload_id: str) -> int:
        answer = await self.head(upload_id)
        assert answer.status == 200, answer
        return int(answer.headers["upload-offset"])

    async def end(self, upload_id: str) -> Answer:
        return await self.who.delete(f"{PATH}/{upload_id}", headers=VERSION)

    async def whole(self, data: bytes, name: str = "") -> str:
        """The id of an upload of just this."""
        upload_id = await self.create(len(data), name)
        assert (await self.append(upload_id, 0, data)).status == 204
        return upload_id

    async def objects(self, upload_id: str) -> list[str]:
        found = self.world.ports.bucket.list(f"uploads/{upload_id}/")
        return sorted([item.name async for item in found])

    async def stored(self, upload_id: str) -> bytes:
        """What of it counts, read from the store by the hashes of its row."""
        (row,) = await self.world.fetch("SELECT * FROM uploads WHERE id = $1", upload_id)
        hashes = row["sha256s"] + (row["rest_sha256"] or b"")
        read = b""
        for number in range(len(hashes) // 32):
            digest = hashes[32 * number : 32 * (number + 1)].hex()
            name = f"uploads/{upload_id}/{number:05d}-{digest}"
            async with await self.world.ports.bucket.open(name) as stream:
                read += b"".join([chunk async for chunk in stream])
        assert len(read) == row["received"]
        return read


def checksum(algorithm: str, data: bytes) -> str:
    return f"{algorithm} {b64encode(new(algorithm, data).digest()).decode()}"


def some_bytes(size: int, *, seed: int = 1) -> bytes:
    """Bytes that repeat nowhere a piece does."""
    return b"".join(
        (seed * 1_000_003 + number).to_bytes(8, "big") for number in range(-(-size // 8))
    )[:size]


def head_of(sender: Sender, upload_id: str, offset: int, length: int) -> bytes:
    headers = {
        **sender.who.headers,
        **VERSION,
        **MEDIA,
        "upload-offset": str(offset),
        "content-length": str(length),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"PATCH /api/v1{PATH}/{upload_id} HTTP/1.1\r\nHost: a\r\n{lines}\r\n".encode()


async def until(sender: Sender, upload_id: str, offset: int) -> None:
    async with asyncio.timeout(WITHIN_S):
        while await sender.offset(upload_id) < offset:  # noqa: ASYNC110  # nobody is told
            await asyncio.sleep(0.02)
