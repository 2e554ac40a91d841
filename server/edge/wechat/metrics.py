"""Counts for Prometheus: calls to WeChat by API and errcode, pushes that were refused by reason."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter

from server.edge.wechat.transport import CountCall


def call_counter(registry: CollectorRegistry) -> CountCall:
    """Register `shuangtui_wechat_calls_total{api,errcode}`; hand the result to `WeChat(count=…)`.

    `errcode` is WeChat's number as text, `not_reached` or `not_answered`.
    """
    counter = Counter(
        "shuangtui_wechat_calls_total",
        "Calls to WeChat by API and errcode",
        ("api", "errcode"),
        registry=registry,
    )

    def count(api: str, errcode: str) -> None:
        counter.labels(api, errcode).inc()

    return count


def refused_push_counter(registry: CollectorRegistry) -> Callable[[str], None]:
    """Register `shuangtui_wechat_pushes_refused_total{reason}`; called with a PushRefused's reason."""
    counter = Counter(
        "shuangtui_wechat_pushes_refused",
        "Pushes that are not WeChat's, not for us, or not of now",
        ("reason",),
        registry=registry,
    )
    return lambda reason: counter.labels(reason).inc()
