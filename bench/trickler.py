"""Holds many connections without a login, each sending a byte of a head now and then.

`python -m bench.trickler PORT COUNT`: on loopback only, says `ready` once all have been opened,
opens each anew that is cut, and ends by itself after a minute and a half.
"""

import asyncio
import sys
from functools import partial
from typing import Any

import uvloop

from server.edge.web.open_files import raise_file_limit

_EVERY_S = 3.0
_WITHIN_S = 90
_START = b"GET /api/v1/options HTTP/1.1\r\nhost: bench\r\nx: "


class Trickle(asyncio.Protocol):
    """One connection that never ends its head."""

    def __init__(self, again: asyncio.Queue[None]) -> None:
        self._again = again

    def connection_made(self, transport: Any) -> None:
        transport.write(_START)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        if self._transport.is_closing():
            return
        self._transport.write(b"y")
        asyncio.get_running_loop().call_later(_EVERY_S, self._send)

    def connection_lost(self, error: Exception | None) -> None:
        self._again.put_nowait(None)


async def run(port: int, count: int) -> None:
    loop, again = asyncio.get_running_loop(), asyncio.Queue[None]()

    async def open_one() -> None:
        try:
            await loop.create_connection(partial(Trickle, again), "127.0.0.1", port)
        except OSError:
            again.put_nowait(None)

    for at in range(count):
        await open_one()
        if at % 100 == 0:
            await asyncio.sleep(0)
    print("ready", flush=True)
    while True:
        await again.get()
        await open_one()


async def main() -> None:
    port, count = map(int, sys.argv[1:])
    raise_file_limit(count + 64)
    try:
        async with asyncio.timeout(_WITHIN_S):
            await run(port, count)
    except TimeoutError:
        return


if __name__ == "__main__":
    uvloop.run(main())
