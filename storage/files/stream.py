"""Streams an object from the store, piece by piece, never held whole."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from urllib3 import BaseHTTPResponse

from storage.files.client import telling
from storage.files.threads import Threads

CHUNK_BYTES = 256 * 1024


class ObjectStream:
    """An asynchronous iterator over an object's bytes, in pieces of at most `CHUNK_BYTES`.

    `size` (bytes) and `content_type` are known before the first piece. Use it as `async with`, or
    `aclose` it. Raises StoreUnavailable from any piece: what was read so far is then incomplete.
    """

    def __init__(self, response: BaseHTTPResponse, threads: Threads) -> None:
        self._response = response
        self._threads = threads
        self._lock = threading.Lock()
        self._ended = False
        self.size = int(response.headers.get("Content-Length", "0"))
        self.content_type = response.headers.get("Content-Type", "application/octet-stream")

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        chunk = b"" if self._ended else await self._threads.run(self._locked(self._read))
        if not chunk:
            raise StopAsyncIteration
        return chunk

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Gives the connection up; harmless when repeated, and after the last piece."""
        if not self._ended:
            await self._threads.run(self._locked(self.discard))

    def _locked(self, call: Callable[[], bytes]) -> Callable[[], bytes]:
        # A cancelled reader's thread may still be reading when the stream is closed.
        def run() -> bytes:
            with self._lock:
                return call()

        return run

    def _read(self) -> bytes:
        if self._ended:
            return b""
        with telling():
            chunk: bytes = self._response.read(CHUNK_BYTES)
        if not chunk:
            self._ended = True
            self._response.release_conn()
        return chunk

    def discard(self) -> bytes:
        """Gives the connection up without waiting for a thread."""
        # An object cut off in the middle leaves bytes on the connection: it cannot be used again.
        self._ended = True
        self._response.close()
        self._response.release_conn()
        return b""
