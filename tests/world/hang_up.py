"""Cuts a client's connection right before the k-th call that the server makes to a store."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from redis.asyncio import Redis

from server.edge.web.protocol import EdgeProtocol
from storage.files.threads import Threads
from storage.postgres.core.connect import KeptConnection
from tests.world.wire import cut, open_wire

_NOTICED_WITHIN_S = 30.0
_ANSWER_WITHIN_S = 60.0
Call = Callable[..., Awaitable[Any]]


@dataclass
class Scissors:
    """Counts calls to the stores while armed; `cut_at` is the one before which the line is cut."""

    cut_at: int = 0
    counted: int = 0
    calls: list[str] = field(default_factory=list)
    writer: asyncio.StreamWriter | None = None
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    async def before(self, what: str) -> None:
        if self.writer is None:
            return
        self.counted += 1
        self.calls.append(what)
        if self.counted == self.cut_at:
            self.lost.clear()
            cut(self.writer)
            # Where the handler itself waits here, this is where it is cancelled.
            await asyncio.wait_for(self.lost.wait(), _NOTICED_WITHIN_S)

    async def send(self, url: str, request: bytes, cut_at: int) -> bytes | None:
        """The answer to a request, or None if it was cut on the way."""
        reader, writer = await open_wire(url)
        self.cut_at, self.counted, self.writer = cut_at, 0, writer
        self.calls.clear()
        try:
            writer.write(request)
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                answer = await reader.read()
        except ConnectionError:
            answer = b""
        finally:
            writer.close()
        return answer or None

    def put_down(self) -> None:
        """Later calls are none of ours."""
        self.writer = None


def take_scissors(patch: pytest.MonkeyPatch) -> Scissors:
    """Puts them before every call to PostgreSQL, Redis and the object store of this process."""
    scissors = Scissors()
    _put_before(patch, KeptConnection, "execute", scissors)
    _put_before(patch, KeptConnection, "_execute", scissors)
    _put_before(patch, Redis, "execute_command", scissors)
    _put_before(patch, Threads, "run", scissors)
    noticed = EdgeProtocol.connection_lost

    def connection_lost(self: EdgeProtocol, error: Any) -> None:
        noticed(self, error)
        scissors.lost.set()

    patch.setattr(EdgeProtocol, "connection_lost", connection_lost)
    return scissors


def _put_before(patch: pytest.MonkeyPatch, owner: Any, name: str, scissors: Scissors) -> None:
    real: Call = getattr(owner, name)

    async def call(self: Any, *args: Any, **options: Any) -> Any:
        await scissors.before(f"{owner.__name__}.{name} {str(args[:1])[:60]}")
        return await real(self, *args, **options)

    patch.setattr(owner, name, call)


def http_post(url: str, path: str, token: str, body: bytes, **headers: str) -> bytes:
    """One POST, byte by byte, after which the server closes."""
    lines = [
        f"POST {path} HTTP/1.1",
        f"host: {url.removeprefix('http://')}",
        f"authorization: {token}",
        "connection: close",
        f"content-length: {len(body)}",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
