"""A kept connection that its server closed meanwhile is no failed call, as with a real phone."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tests.clients.wechat.output import Output

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}"


async def test_a_call_on_a_closed_connection_is_sent_anew(
    phone: Callable[[str], Any], output: Output
) -> None:
    calls: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers one call of each connection, and hangs up at the head of the second."""
        await reader.readuntil(b"\r\n\r\n")
        calls.append(1)
        writer.write(ANSWER)
        await writer.drain()
        await reader.readuntil(b"\r\n\r\n")
        calls.append(2)
        writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    handset = await phone("kept")
    await handset.set(api=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    url = f"{output.domains()['request'][0]}/api/v1/session"

    first = await handset.call("request", url=url)
    second = await handset.call("request", url=url)
    server.close()

    assert first["errMsg"] == second["errMsg"] == "request:ok", json.dumps(second)
    assert calls == [1, 2, 1]
