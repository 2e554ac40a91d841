"""Counts for Prometheus: virus scans by what came of them."""

from prometheus_client import CollectorRegistry, Counter

from storage.scanner.clamd import CountScan


def scan_counter(registry: CollectorRegistry) -> CountScan:
    """Register `shuangtui_virus_scans_total{verdict}`: `clean`, `found` or `away`."""
    counter = Counter(
        "shuangtui_virus_scans",
        "Virus scans of papers by verdict",
        ("verdict",),
        registry=registry,
    )
    return lambda verdict: counter.labels(verdict).inc()
