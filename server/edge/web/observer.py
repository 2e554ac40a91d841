"""Sees every answer: counts it for `/metrics` and writes its one log line."""

from typing import Any

from server.clock import Clock
from server.edge.web.log_writer import LogWriter
from server.edge.web.metrics import RequestMetrics, RouteMetrics
from server.edge.web.request import ApiRequest

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_UNMATCHED = "unmatched"


class Observer:
    """`app.ctx.observe`; the line names the route's pattern, never the path, so it carries no ids.

    It holds request id, method, pattern, status, milliseconds and the user's id: no query
    strings, no addresses, no tokens, no names.
    """

    def __init__(self, clock: Clock, metrics: RequestMetrics, log: LogWriter | None) -> None:
        self._clock, self._metrics, self._log = clock, metrics, log
        self._known: dict[tuple[str, Any], tuple[str, RouteMetrics]] = {}

    def __call__(self, request: ApiRequest, status: int, seconds: float) -> None:
        route = request.route
        known = self._known.get((request.method, None if route is None else route.handler))
        if known is None:
            known = self._learn(request)
        middle, counts = known
        counts.add(status, seconds)
        if self._log is None:
            return
        who = request.who
        user = "null" if who is None else f'"{who.user_id}"'
        self._log.write(
            f'{{"at":"{self._clock.now().isoformat()}","event":"request",'
            f'"request_id":"{request.id}",{middle}"status":{status},'
            f'"ms":{seconds * 1000:.1f},"user_id":{user}}}\n'.encode()
        )

    def _learn(self, request: ApiRequest) -> tuple[str, RouteMetrics]:
        method = request.method if request.method in _METHODS else "OTHER"
        pattern, handler = _UNMATCHED, None
        if request.route is not None:
            handler = request.route.handler
            pattern = handler.__dict__["route_info"].pattern
        found = (
            f'"method":"{method}","route":"{pattern}",',
            self._metrics.of(method, pattern),
        )
        # Garbage methods must not fill the memory; they are few and share one entry below.
        if method != "OTHER":
            self._known[(request.method, handler)] = found
        return found
