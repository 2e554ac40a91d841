"""Sends large papers on slow lines, all at once.

Reads a plan as JSON on standard input (port, bytes, rate in bytes a second, `uploads` of target and
token), says how many were taken once all have been answered.
"""

import asyncio
import json
import sys
from contextlib import suppress
from typing import Any

from bench.papers import multipart

_KIND = "service_contract"
_STEPS_A_SECOND = 8


async def send(plan: dict[str, Any], upload: dict[str, str]) -> bool:
    kind, body = multipart(_KIND, plan["bytes"])
    reader, writer = await asyncio.open_connection("127.0.0.1", plan["port"])
    writer.write(
        f"POST {upload['target']} HTTP/1.1\r\nhost: bench\r\ncontent-type: {kind}\r\n"
        f"authorization: Bearer {upload['token']}\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    )
    loop, step = asyncio.get_running_loop(), plan["rate"] // _STEPS_A_SECOND
    began = loop.time()
    with suppress(ConnectionError):
        for number, at in enumerate(range(0, len(body), step)):
            await asyncio.sleep(began + number / _STEPS_A_SECOND - loop.time())
            writer.write(body[at : at + step])
            await writer.drain()
    # Also of one that was refused on the way.
    status = await reader.readline()
    writer.close()
    return status.startswith(b"HTTP/1.1 201")


async def run(plan: dict[str, Any]) -> int:
    return sum(await asyncio.gather(*(send(plan, one) for one in plan["uploads"])))


if __name__ == "__main__":
    print(asyncio.run(run(json.load(sys.stdin))))
