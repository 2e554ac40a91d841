"""Reads the address of an object store: scheme, host and port, and nothing that would be dropped."""

from urllib.parse import SplitResult, urlsplit

from storage.errors import AddressRefused
from storage.this_machine import is_this_machine


def read_endpoint(endpoint: str) -> SplitResult:
    """`http://host:port` or `https://host[:port]`. Raises AddressRefused."""
    try:
        url = urlsplit(endpoint)
        there = url.port != 0 and url.hostname
    except ValueError:
        there = None
    if not there or url.scheme not in ("http", "https"):
        raise AddressRefused("scheme", "http://host:port, https://host")
    if url.path not in ("", "/") or url.query or url.fragment or "@" in url.netloc:
        raise AddressRefused("path", "http://host:port, https://host")
    return url


def is_private_endpoint(endpoint: str) -> bool:
    """Whether nobody between can read along. Raises AddressRefused."""
    url = read_endpoint(endpoint)
    return url.scheme == "https" or is_this_machine(url.hostname or "")
