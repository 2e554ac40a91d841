"""Counts for Prometheus: letters and text messages by what became of them."""

from prometheus_client import CollectorRegistry, Counter

from server.edge.dispatch import CountSent


def sent_counter(registry: CollectorRegistry) -> CountSent:
    """Register `shuangtui_dispatches_total{channel,outcome}`: `sent`, `no_answer` or why not."""
    counter = Counter(
        "shuangtui_dispatches",
        "Letters and text messages handed over, by channel and outcome",
        ("channel", "outcome"),
        registry=registry,
    )
    return lambda channel, outcome: counter.labels(channel, outcome).inc()
