"""The load generator: a process with keep-alive connections that send one request at a time each.

Reads a plan as JSON on standard input, writes latencies as JSON on standard output. A connection
sends its next request when the answer to the last one is complete (closed loop).
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from time import perf_counter
from typing import Any
from uuid import UUID

import uvloop

from bench.papers import multipart

_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length: "


class Connection(asyncio.Protocol):
    """One client; `ended` is set when its requests are done or its connection is lost."""

    def __init__(self, requests: Iterator[bytes], milliseconds: list[float]) -> None:
        self._requests, self._milliseconds = requests, milliseconds
        self._got = bytearray()
        self._began = 0.0
        self.ended = asyncio.Event()
        self.refused: str | None = None

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def send(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._began = perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._got += data
        head = self._got.find(_HEAD_END)
        if head < 0:
            return
        at = self._got.find(_LENGTH, 0, head) + len(_LENGTH)
        length = int(self._got[at : self._got.find(b"\r", at)])
        if len(self._got) < head + len(_HEAD_END) + length:
            return
        self._milliseconds.append((perf_counter() - self._began) * 1000)
        if not self._got.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
            self.refused = self._got.decode(errors="replace")
            self._transport.close()
            return
        self._got.clear()
        self.send()

    def connection_lost(self, error: Exception | None) -> None:
        if error is not None:
            self.refused = repr(error)
        self.ended.set()


def posts(token: str, verb: str, applications: Sequence[UUID]) -> dict[str, Any]:
    """One client of a plan: a session that calls this verb of each application once."""
    return {
        "method": "POST",
        "headers": f"authorization: Bearer {token}\r\n",
        "targets": [f"/api/v1/applications/{one}/{verb}" for one in applications],
        "times": 1,
    }


def requests_of(client: dict[str, Any]) -> Iterator[bytes]:
    """The requests of one client: `targets`, `times` over, each with its own of `bodies`.

    With `paper`, each is a fresh upload.
    """
    method, more = client["method"], client["headers"]
    bodies = [body.encode() for body in client.get("bodies", [""] * len(client["targets"]))]
    for _ in range(client["times"]):
        for target, given in zip(client["targets"], bodies, strict=True):
            body = given
            headers = more
            if "paper" in client:
                kind, body = multipart(client["paper"])
                headers = f"{more}content-type: {kind}\r\n"
            if method == "POST":
                headers += f"content-length: {len(body)}\r\n"
            yield f"{method} {target} HTTP/1.1\r\nhost: bench\r\n{headers}\r\n".encode() + body


def _same(made: Connection) -> Connection:
    return made


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    milliseconds: list[float] = []
    clients = []
    for client in plan["clients"]:
        made = Connection(requests_of(client), milliseconds)
        await loop.create_connection(partial(_same, made), "127.0.0.1", plan["port"])
        clients.append(made)
    began = perf_counter()
    for made in clients:
        made.send()
    await asyncio.gather(*(made.ended.wait() for made in clients))
    seconds = perf_counter() - began
    refused = next((made.refused for made in clients if made.refused), None)
    return {"seconds": seconds, "milliseconds": milliseconds, "refused": refused}


def main() -> None:
    plan = json.load(sys.stdin)
    json.dump(uvloop.run(run(plan)), sys.stdout)


if __name__ == "__main__":
    main()
