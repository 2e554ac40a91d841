"""Sanic's HTTP/1.1 connection, with one place that sees every answer on its way out.

Routed or not, refused by the server itself or streamed: each answer passes `respond`, which gives
it the request's id, and `log_response`, which counts and logs it. What comes in has one time for
head and body together, however its bytes are spread over it.
"""

import logging
from asyncio import TimerHandle
from collections.abc import Callable
from time import perf_counter
from typing import Any, cast

from sanic.exceptions import RequestTimeout
from sanic.http import Stage
from sanic.response import BaseHTTPResponse, HTTPResponse
from sanic.server import HttpProtocol

from server.edge.web.incoming import StrictHttp
from server.edge.web.request import ApiRequest
from server.edge.web.response_head import whole_head

Observe = Callable[[ApiRequest, int, float], None]
"""Called with the request, the status, and the seconds from its header to its answer."""

_LOG = logging.getLogger(__name__)
_LINGER_SECONDS = 5.0
_LINGER_BYTES = 32 * 1024 * 1024
_CLIENT_GONE = 499
_TOO_SLOW, _TOO_LARGE = 408, 413


class EdgeHttp(StrictHttp):
    """One connection's requests, one after the other."""

    def respond(self, response: BaseHTTPResponse) -> BaseHTTPResponse:
        answer: BaseHTTPResponse = super().respond(response)
        if self.request is not None:
            answer.headers["x-request-id"] = self.request.id
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
        began = self.perft0
        seconds = 0.0 if began is None else perf_counter() - began
        observe: Observe = self.protocol.app.ctx.observe
        try:
            observe(cast(ApiRequest, self.request), status, seconds)
        except Exception:  # noqa: BLE001  # logged
            # An answer that cannot be counted is still an answer.
            _LOG.exception("a request was not counted")


class EdgeProtocol(HttpProtocol):
    """A connection that lets a refused sender read why, instead of being reset while sending.

    Head and body of a request arrive within `REQUEST_TIMEOUT` seconds of its first byte, or the
    answer is 408 and the connection ends.
    """

    HTTP_CLASS = EdgeHttp
    __slots__ = ("_began_at", "_discarded", "_discarding", "_out_of_time", "unread")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.unread, self._discarding, self._discarded = False, False, 0
        self._began_at = 0.0
        self._out_of_time: TimerHandle | None = None

    def begin_request(self) -> None:
        self._began_at = self.loop.time()
        self.allow_seconds(self.request_timeout)

    def allow_seconds(self, seconds: float) -> None:
        """The time that this request may take to arrive, from its first byte on."""
        self.end_request()
        self._out_of_time = self.loop.call_at(self._began_at + seconds, self._refuse_slow)

    def end_request(self) -> None:
        """It has arrived; what its answer takes is another matter."""
        if self._out_of_time is not None:
            self._out_of_time.cancel()
            self._out_of_time = None

    def _refuse_slow(self) -> None:
        if self._task is None or self._http is None:
            return
        self._http.exception = RequestTimeout()
        self._task.cancel()

    def log_disconnect(self) -> None:
        if isinstance(self._http, EdgeHttp):
            self._http.log_hang_up()

    def close(self, timeout: float | None = None) -> None:
        self.end_request()
        if not self.unread or self.transport is None or self.transport.is_closing():
            super().close(timeout=timeout)
            return
        # Closing with unread bytes would send RST, and the client might never see the answer.
        self.unread, self._discarding = False, True
        self.transport.write_eof()
        self.transport.resume_reading()
        self.loop.call_later(_LINGER_SECONDS, self._end_linger)

    def _end_linger(self) -> None:
        super().close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.end_request()
        super().connection_lost(exc)  # type: ignore[no-untyped-call]

    def data_received(self, data: bytes) -> None:
        if not self._discarding:
            super().data_received(data)
            return
        self._discarded += len(data)
        if self._discarded > _LINGER_BYTES:
            self._end_linger()
