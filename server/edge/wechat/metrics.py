"""Counts WeChat calls by API and errcode for Prometheus."""

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
