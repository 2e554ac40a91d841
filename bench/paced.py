"""Requests at a steady pace, as from many people: a process that says how long each one waited.

`python -m bench.paced`: reads a plan as one line of JSON on standard input, begins at once, and ends
after `seconds` or when standard input does; then writes JSON: of each request when it was due, in
seconds since the beginning, and the milliseconds until its answer was complete. One that is due while
its connection still waits for another answer has waited since it was due.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from time import perf_counter
from typing import Any

import uvloop

_LENGTH = b"content-length: "


class _Refused(Exception):
    pass


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """All clients, until the time is over or nobody listens any more."""
    waits: list[tuple[float, float]] = []
    began, apart = perf_counter(), plan["apart_s"]
    clients = [
        _client(plan["port"], requests, waits, began, number * apart / len(plan["clients"]), apart)
        for number, requests in enumerate(plan["clients"])
    ]
    refused = None
    try:
        async with asyncio.timeout(plan["seconds"]), asyncio.TaskGroup() as group:
            working = [group.create_task(client) for client in clients]
            await _input_ends()
            for one in working:
                one.cancel()
    except* TimeoutError:
        pass
    except* (_Refused, OSError) as failures:
        refused = str(failures.exceptions[0])
    return {"waits": waits, "refused": refused}


async def _client(
    port: int,
    requests: Sequence[str],
    waits: list[tuple[float, float]],
    began: float,
    first: float,
    apart: float,
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number, request in enumerate(requests):
        due = began + first + number * apart
        early = due - perf_counter()
        if early > 0:
            await asyncio.sleep(early)
            # What this process is late by is not the server's.
            due = perf_counter()
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        at = head.find(_LENGTH) + len(_LENGTH)
        body = await reader.readexactly(int(head[at : head.find(b"\r", at)]))
        waits.append((due - began, (perf_counter() - due) * 1000))
        if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
            raise _Refused((head + body).decode(errors="replace"))


async def _input_ends() -> None:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    await reader.read()


def main() -> None:
    plan = json.loads(sys.stdin.readline())
    json.dump(uvloop.run(run(plan)), sys.stdout)


if __name__ == "__main__":
    main()
