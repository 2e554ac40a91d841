"""TLS in front of a PostgreSQL whose build has none: the negotiation of the protocol, then bytes.

What is tried with it is the client's half: whom a connection believes.
"""

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_SSL_REQUEST = struct.pack(">II", 8, 80877103)
_BLOCK = 65536


@dataclass
class Front:
    """Where it listens, and how many connections spoke TLS and how many did not."""

    socket: Path
    tls: ssl.SSLContext
    encrypted: int = 0
    plain: int = 0
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError, ssl.SSLError):
            first = await reader.readexactly(8)
            if first == _SSL_REQUEST:
                writer.write(b"S")
                await writer.drain()
                await writer.start_tls(self.tls)
                self.encrypted += 1
                first = b""
            else:
                self.plain += 1
            inside, to_inside = await asyncio.open_unix_connection(str(self.socket))
            to_inside.write(first)
            async with asyncio.TaskGroup() as both:
                both.create_task(_copy(reader, to_inside))
                both.create_task(_copy(inside, writer))
        writer.close()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError, ssl.SSLError):
        while block := await source.read(_BLOCK):
            target.write(block)
            await target.drain()
    target.close()


@asynccontextmanager
async def tls_front(
    socket: Path, certificate: Path, key: Path, *hosts: str
) -> AsyncIterator[Front]:
    """Listens on one free port of each host until the block ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    front = Front(socket, context)
    servers = []
    for host in hosts:
        server = await asyncio.start_server(front.serve, host, front.port)
        front.port = server.sockets[0].getsockname()[1]
        servers.append(server)
    try:
        yield front
    finally:
        for server in servers:
            server.close()
