"""One question to a child of ours: does it serve?"""

import asyncio


async def answers_http(host: str, port: int, path: str, *, within_s: float = 5.0) -> bool:
    """Whether a plain HTTP GET is answered with a 2xx status."""
    request = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n"
    try:
        async with asyncio.timeout(within_s):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(request.encode("ascii"))
                status_line = await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return False
    return status_line.startswith((b"HTTP/1.1 2", b"HTTP/1.0 2"))


async def runs() -> bool:
    """For a child that serves nobody, such as the worker: it counts once it is started."""
    return True
