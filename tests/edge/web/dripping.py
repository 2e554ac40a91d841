"""A client that sends a little at a time and reads what it is told meanwhile."""

import asyncio
from ssl import SSLContext


async def drip(
    port: int, head: bytes, piece: bytes, *, every_s: float = 0.02, ssl: SSLContext | None = None
) -> bytes:
    """All that is said to `head` and then `piece` after `piece` (nothing if empty), to the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=ssl)
    said = b""
    async with asyncio.timeout(60):
        writer.write(head)
        while not reader.at_eof():
            if piece:
                writer.write(piece)
            try:
                said += await asyncio.wait_for(reader.read(1 << 16), every_s)
            except TimeoutError:
                continue
            except ConnectionResetError:
                break
    writer.close()
    return said
