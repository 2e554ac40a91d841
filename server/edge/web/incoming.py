"""How a request comes in over HTTP/1.1: its head and its body, framed strictly, against the clock.

In place of Sanic's own reading, which takes `Content-Length : 20`, `0x14` as a chunk's size and two
arbitrary bytes as its end. The clock is the connection's (`server/edge/web/arrival.py`).
"""

import logging
from typing import Any, Final, Protocol, cast

from sanic.exceptions import BadRequest, ExpectationFailed, PayloadTooLarge
from sanic.http import Http
from sanic.http.http1 import HTTP_CONTINUE
from sanic.log import error_logger

from server.edge.web.arrival import Arrival
from server.edge.web.framing import (
    CHUNK_LINE_LIMIT,
    BadFraming,
    RequestHead,
    ends_by_line_feed,
    read_chunk_size,
    read_head,
)

_LINE_END: Final = b"\r\n"
_CHUNKS_FREE: Final = 1024
_CHUNK_BYTES: Final = 256


def _is_no_rest(record: logging.LogRecord) -> bool:
    """Sanic calls a body that no handler reads an error, and repeats the address that was typed."""
    return not str(record.msg).endswith(" body not consumed.")


error_logger.addFilter(_is_no_rest)


class Wired(Protocol):
    """The connection on which requests come in."""

    unread: bool
    arrival: Arrival

    def begin_request(self) -> None: ...
    def head_arrived(self) -> None: ...


class StrictHttp(Http):
    """One connection's requests as they arrive, one after the other."""

    __slots__ = ("_chunks",)
    # Sanic's own words for these are narrower than what it keeps in them.
    request_body: Any
    request_bytes: Any
    request_max_size: Any

    @property
    def wire(self) -> Wired:
        return cast(Wired, self.protocol)

    def expect_upload(self) -> None:
        """Let the body of this request take as long as a file may, instead of the usual time."""
        if self.request_body is not None:
            self.wire.arrival.expect_upload(self._received)

    def expect_piece(self) -> None:
        """The same for what comes now, whatever came before."""
        if self.request_body is not None:
            self.wire.arrival.expect_piece(self._received)

    def _received(self) -> int:
        received: int = self.request_bytes - self.request_bytes_left
        return received

    async def http1_request_header(self) -> None:
        wire = self.wire
        wire.begin_request()
        wire.unread = True
        raw = await self._whole_head()
        try:
            head = read_head(raw)
        except BadFraming:
            raise BadRequest("Bad framing") from None
        wire.head_arrived()
        self._begin(head, raw)
        if self.request_body is None:
            self._arrived()
        else:
            wire.arrival.expect_body()

    async def _whole_head(self) -> bytes:
        """The bytes before the empty line, taken out of the buffer together with it."""
        buffer, looked_at = self.recv_buffer, 0
        while True:
            # RFC 9112 2.2: empty lines before a request are another one's careless end.
            while buffer.startswith(_LINE_END):
                del buffer[:2]
            # What was looked at is not looked at again: a head may come in thousands of pieces.
            end = buffer.find(b"\r\n\r\n", max(0, looked_at - 3))
            if end > self.HEADER_MAX_SIZE or (end < 0 and len(buffer) > self.HEADER_MAX_SIZE):
                raise PayloadTooLarge("Request header exceeds the size limit")
            if end >= 0:
                raw = bytes(buffer[:end])
                del buffer[: end + 4]
                return raw
            if ends_by_line_feed(bytes(buffer[max(0, looked_at - 1) :])):
                raise BadRequest("Bad framing")
            looked_at = len(buffer)
            await self._receive_more()

    def _begin(self, head: RequestHead, raw: bytes) -> None:
        self.head_only = head.method == "HEAD"
        self.keep_alive = head.keep_alive and self.protocol.app.config.KEEP_ALIVE
        kind: Any = self.protocol.request_class
        request: Any = kind(
            url_bytes=head.target.encode(),
            headers=head.headers,
            head=raw,
            version=head.version,
            method=head.method,
            transport=self.protocol.transport,
            app=self.protocol.app,
        )
        kind._current.set(request)
        self.url = head.target
        self.request, request.stream = request, self
        self.request_bytes_left = self.request_bytes = head.length or 0
        self._chunks = 0
        if head.chunked or head.length is not None:
            self.request_body = "chunked" if head.chunked else True
            self._expect(request.headers.get("expect"))
        self.protocol.state["requests_count"] += 1

    def _expect(self, expected: str | None) -> None:
        if expected is None:
            return
        if expected.lower() != "100-continue":
            raise ExpectationFailed("Unknown Expect")
        self.expecting_continue = True

    async def read(self) -> bytes | None:
        """Some bytes of the body; None at its end. Raises BadRequest, PayloadTooLarge."""
        try:
            return await self._read()
        except (BadRequest, PayloadTooLarge):
            self.keep_alive = False
            self.wire.unread = True
            raise

    async def _read(self) -> bytes | None:
        if self.expecting_continue:
            self.expecting_continue = False
            await self._send(HTTP_CONTINUE)
        if self.request_body == "chunked" and not self.request_bytes_left:
            await self._next_chunk()
        if self.request_bytes > self.request_max_size:
            raise PayloadTooLarge("Request body exceeds the size limit")
        if not self.request_bytes_left:
            self.request_body = None
            self._arrived()
            return None
        buffer = self.recv_buffer
        if not buffer:
            await self._receive_more()
        # A slice of it would be one more copy of all that is uploaded.
        data = bytes(memoryview(buffer)[: self.request_bytes_left])
        del buffer[: len(data)]
        self.request_bytes_left -= len(data)
        return data

    async def _next_chunk(self) -> None:
        if self._chunks:
            await self._take_line_end()
        self._chunks += 1
        if self._chunks > _CHUNKS_FREE + self.request_bytes // _CHUNK_BYTES:
            # A million chunks of one byte would keep everybody else waiting.
            raise BadRequest("Chunks too small")
        try:
            size = read_chunk_size(await self._line())
        except BadFraming:
            raise BadRequest("Bad chunked encoding") from None
        if size == 0:
            # Trailers are refused: nobody here reads them, and some proxies drop them.
            await self._take_line_end()
        self.request_bytes_left = size
        self.request_bytes += size

    async def _line(self) -> bytes:
        buffer = self.recv_buffer
        while (end := buffer.find(_LINE_END)) < 0:
            if len(buffer) > CHUNK_LINE_LIMIT or b"\n" in buffer:
                raise BadFraming("chunk line")
            await self._receive_more()
        line = bytes(buffer[:end])
        del buffer[: end + 2]
        return line

    async def _take_line_end(self) -> None:
        buffer = self.recv_buffer
        while len(buffer) < 2 and _LINE_END.startswith(buffer):
            await self._receive_more()
        if not buffer.startswith(_LINE_END):
            raise BadRequest("Bad chunked encoding")
        del buffer[:2]

    def _arrived(self) -> None:
        self.wire.unread = False
        self.wire.arrival.end()
