"""Shows a worker's own figures to Prometheus: it has no HTTP beside this."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, start_http_server


@contextmanager
def shown_metrics(address: str, registry: CollectorRegistry) -> Iterator[None]:
    """`GET /metrics` at `host:port` within the block, from a thread; nowhere without an address.

    Raises OSError where the address is taken.
    """
    if not address:
        yield
        return
    host, _, port = address.rpartition(":")
    server, thread = start_http_server(int(port), addr=host, registry=registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
