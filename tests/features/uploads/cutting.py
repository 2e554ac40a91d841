"""A line between client and server that breaks after so many bytes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_PIECE = 64 * 1024


@dataclass
class Line:
    """`sent` counts what the client sent; each of `breaks` is where the line breaks once."""

    url: str
    breaks: list[int] = field(default_factory=list)
    sent: int = 0

    def is_broken(self, more: int) -> bool:
        self.sent += more
        if self.breaks and self.sent >= self.breaks[0]:
            self.breaks.pop(0)
            return True
        return False


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[Line]:
    server = urlsplit(url)

    async def carry(here: asyncio.StreamReader, away: asyncio.StreamWriter) -> None:
        async with _connected(server.hostname, server.port) as (there, on):
            back = asyncio.create_task(_carry_back(there, away))
            while data := await here.read(_PIECE):
                if line.is_broken(len(data)):
                    break
                on.write(data)
                await on.drain()
            back.cancel()
        away.transport.abort()

    async def quietly(here: asyncio.StreamReader, away: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            await carry(here, away)

    async with await asyncio.start_server(quietly, "127.0.0.1", 0) as listening:
        line = Line(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}")
        yield line


async def _carry_back(there: asyncio.StreamReader, away: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await there.read(_PIECE):
            away.write(data)
            await away.drain()
    # A server that has closed reads no more, which its client is to see.
    away.close()


@asynccontextmanager
async def _connected(
    host: str | None, port: int | None
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    there, on = await asyncio.open_connection(host, port)
    try:
        yield there, on
    finally:
        on.transport.abort()
