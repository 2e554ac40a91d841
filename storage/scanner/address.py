"""Reads where ClamAV's daemon listens: a socket of this machine, or a host and port."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from storage.errors import AddressRefused
from storage.this_machine import is_this_machine

_WANTED: Final = "unix:/run/clamav/clamd.ctl, tcp://host:3310"


@dataclass(frozen=True, slots=True)
class ScannerAddress:
    """`path` of a socket, or else `host` and `port`."""

    path: str
    host: str = ""
    port: int = 0

    @property
    def is_private(self) -> bool:
        """Whether nobody between can read along: clamd speaks no TLS."""
        return bool(self.path) or is_this_machine(self.host)


def read_scanner_address(text: str) -> ScannerAddress:
    """`unix:/path` or `tcp://host:port`. Raises AddressRefused."""
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise AddressRefused("port", _WANTED) from None
    if url.scheme == "unix" and url.path.startswith("/") and not url.netloc:
        return ScannerAddress(url.path)
    if url.scheme != "tcp":
        raise AddressRefused("scheme", _WANTED)
    if not url.hostname or not port or url.path or url.query or "@" in url.netloc:
        raise AddressRefused("host", _WANTED)
    return ScannerAddress("", url.hostname, port)
