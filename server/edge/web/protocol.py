"""Sanic's HTTP/1.1 connection, with one place that sees every answer on its way out.

Routed or not, refused by the server itself or streamed: each answer passes `respond`, which gives
it the request's id, and `log_response`, which counts and logs it, once. How long its client may
take to send and to read is said in `server/edge/web/arrival.py`.
"""

import logging
from asyncio import BaseTransport, Transport
from collections.abc import Callable
from contextlib import suppress
from socket import SO_LINGER, SOL_SOCKET
from struct import pack
from time import perf_counter
from typing import Any, cast

from sanic.exceptions import RequestTimeout
from sanic.http import Stage
from sanic.response import BaseHTTPResponse, HTTPResponse
from sanic.server import HttpProtocol

from server.edge.web.arrival import Arrival, Patience
from server.edge.web.connections import Connections
from server.edge.web.incoming import StrictHttp
from server.edge.web.request import ApiRequest, fresh_id
from server.edge.web.response_head import secure, whole_head
from server.edge.web.turned_away import answers

Observe = Callable[[ApiRequest, int, float], None]
"""Called with the request, the status, and the seconds from its header to its answer."""

_LOG = logging.getLogger(__name__)
_LINGER_SECONDS = 5.0
_LINGER_BYTES = 32 * 1024 * 1024
_NO_LINGER = pack("ii", 1, 0)
_CLIENT_GONE = 499
_TOO_SLOW, _TOO_LARGE = 408, 413
_TURNED_AWAY = answers()


class EdgeHttp(StrictHttp):
    """One connection's requests, one after the other."""

    __slots__ = ("_observed",)

    def init_for_request(self) -> None:
        super().init_for_request()  # type: ignore[no-untyped-call]
        self._observed = False

    def respond(self, response: BaseHTTPResponse) -> BaseHTTPResponse:
        answer: BaseHTTPResponse = super().respond(response)
        if self.request is not None:
            answer.headers["x-request-id"] = self.request.id
            if more := cast(ApiRequest, self.request).answer_headers:
                answer.headers.update(more)
        if answer.status in (_TOO_SLOW, _TOO_LARGE):
            # What was not read is dropped with the connection; its client must not use it again.
            self.keep_alive = False
        if answer.status == _TOO_SLOW:
            self.request_body = None
        return answer

    async def http1_response_header(self, data: bytes, end_stream: bool) -> None:
        answer = self.response
        whole = type(answer) is HTTPResponse and not (data or self.head_only)
        body = answer.body if whole and not self.expecting_continue else None
        head = whole_head(answer, self.keep_alive) if body else None
        if head is None or body is None:
            secure(answer.headers)
            await super().http1_response_header(data, end_stream)
            return
        self.response_func = None  # type: ignore[assignment]
        self.response_size = len(body)
        self.log_response()
        await self._send(head + body)
        self.stage = Stage.IDLE

    def log_response(self) -> None:
        self._observe(self.response.status)

    def log_hang_up(self) -> None:
        """A request that was being worked on when its client left."""
        if self.request is not None and self.stage is Stage.HANDLER:
            self._observe(_CLIENT_GONE)

    def _observe(self, status: int) -> None:
        # An answer that nobody is there to take was counted when it was given.
        if self._observed:
            return
        self._observed = True
        began = self.perft0
        seconds = 0.0 if began is None else perf_counter() - began
        observe: Observe = self.protocol.app.ctx.observe
        try:
            observe(cast(ApiRequest, self.request), status, seconds)
        except Exception:  # noqa: BLE001  # logged
            # An answer that cannot be counted is still an answer.
            _LOG.exception("a request was not counted")


class EdgeProtocol(HttpProtocol):
    """A connection that lets a refused sender read why, instead of being reset while sending."""

    HTTP_CLASS = EdgeHttp
    __slots__ = (
        "_blocked_at",
        "_connections",
        "_discarded",
        "_discarding",
        "_patience",
        "_sent",
        "arrival",
        "unread",
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.unread, self._discarding, self._discarded = False, False, 0
        self._patience: Patience = self.app.ctx.patience
        self._connections: Connections = self.app.ctx.connections
        self.arrival = Arrival(self.loop, self._patience, self._refuse_slow)
        self._sent, self._blocked_at = 0, 0.0

    def connection_made(self, transport: BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        why = self._connections.enter(self, peer[0] if isinstance(peer, tuple) else "")
        if why is None:
            super().connection_made(transport)  # type: ignore[no-untyped-call]
            return
        cast(Transport, transport).write(_TURNED_AWAY(why, fresh_id()))
        transport.close()

    def begin_request(self) -> None:
        self.arrival.begin()
        self._sent, self._blocked_at = 0, 0.0

    def head_arrived(self) -> None:
        self._connections.show(self)

    async def receive_more(self) -> None:
        if self._http is not None and self._http.stage is Stage.IDLE:
            self._connections.rest(self)
        self.arrival.wait()
        await super().receive_more()  # type: ignore[no-untyped-call]
        self.arrival.go_on()

    def _refuse_slow(self) -> None:
        if self._task is None or self._http is None:
            return
        if self._http.stage is Stage.IDLE and not self._http.request_body:
            # Not a byte has come: there is nothing to answer.
            self.close()
            return
        self._http.exception = RequestTimeout()
        self._task.cancel()

    async def send(self, data: bytes) -> None:
        if not self._can_write.is_set():
            await self._until_read()
        await super().send(data)  # type: ignore[no-untyped-call]
        self._sent += len(data)

    async def _until_read(self) -> None:
        """Wait for a reader that keeps to the rate; another one is cut off."""
        now = self.loop.time()
        self._blocked_at = self._blocked_at or now
        cut_at = self._blocked_at + self._patience.at_rate(self._sent)
        cutting = self.loop.call_at(cut_at, self._reset)
        try:
            await self._can_write.wait()
        finally:
            cutting.cancel()

    def _reset(self) -> None:
        """Cut it off together with what the kernel keeps for it, megabytes that no limit counts."""
        if self.transport is not None:
            line = self.transport.get_extra_info("socket")
            line.setsockopt(SOL_SOCKET, SO_LINGER, _NO_LINGER)
        self.abort()

    def abort(self) -> None:
        # Sanic also forgets the transport, over which its own clean-up then stumbles.
        if self.transport is not None:
            self.transport.abort()

    def log_disconnect(self) -> None:
        if isinstance(self._http, EdgeHttp):
            self._http.log_hang_up()

    def close(self, timeout: float | None = None) -> None:
        self.arrival.end()
        if not self.unread or self.transport is None or self.transport.is_closing():
            super().close(timeout=timeout)
            return
        # Closing with unread bytes would send RST, and the client might never see the answer.
        self.unread, self._discarding = False, True
        with suppress(OSError):  # it is gone already
            self.transport.write_eof()
        self.transport.resume_reading()
        self.loop.call_later(_LINGER_SECONDS, self._end_linger)

    def _end_linger(self) -> None:
        super().close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.arrival.end()
        self._connections.leave(self)
        if self.conn_info is not None:
            super().connection_lost(exc)  # type: ignore[no-untyped-call]

    def data_received(self, data: bytes) -> None:
        if self._discarding:
            self._discarded += len(data)
            if self._discarded > _LINGER_BYTES:
                self._end_linger()
        elif self.transport is not None:
            super().data_received(data)
