"""Request counts and durations by route pattern, cheap to add to and read only when scraped."""

from bisect import bisect_left
from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

_BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
_LABELS = ("method", "route")


class RouteMetrics:
    """One route's answers so far."""

    __slots__ = ("buckets", "seconds", "statuses")

    def __init__(self) -> None:
        self.statuses: dict[int, int] = {}
        self.buckets = [0] * (len(_BOUNDS) + 1)
        self.seconds = 0.0

    def add(self, status: int, seconds: float) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.buckets[bisect_left(_BOUNDS, seconds)] += 1
        self.seconds += seconds

    def cumulative(self) -> list[tuple[str, float]]:
        """Bucket counts as Prometheus wants them: each holds all shorter ones too."""
        total, found = 0, []
        for bound, count in zip((*map(str, _BOUNDS), "+Inf"), self.buckets, strict=True):
            total += count
            found.append((bound, float(total)))
        return found


class RequestMetrics(Collector):
    """All routes of one process."""

    def __init__(self) -> None:
        self._routes: dict[tuple[str, str], RouteMetrics] = {}

    def of(self, method: str, pattern: str) -> RouteMetrics:
        return self._routes.setdefault((method, pattern), RouteMetrics())

    def collect(self) -> Iterator[Metric]:
        answered = CounterMetricFamily(
            "shuangtui_http_requests", "Requests answered", labels=(*_LABELS, "status")
        )
        took = HistogramMetricFamily(
            "shuangtui_http_request_seconds", "Seconds from header to answer", labels=_LABELS
        )
        for labels, route in self._routes.items():
            for status, count in route.statuses.items():
                answered.add_metric((*labels, str(status)), count)
            took.add_metric(labels, buckets=route.cumulative(), sum_value=route.seconds)
        yield answered
        yield took
