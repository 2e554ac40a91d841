"""The listening sockets of the site and of the stand-in: bound here, handed to the children."""

import errno
import socket
from ipaddress import ip_address

from models.rules.reasons import Text
from server.errors import StartRefused

HIGHEST_PORT = 65535
_BACKLOG = 1024
_PROPOSED = (9100, 9200, 9300, 18000, 28000, 0)


class PortInUse(StartRefused):
    """Somebody else listens on that port, or we may not."""

    def __init__(self, port: int, option: str, *, free: int, forbidden: bool = False) -> None:
        zh, en = ("不允许使用", "may not be used") if forbidden else ("已被占用", "is in use")
        super().__init__(
            Text(
                f"端口 {port} {zh}。请用 {option} 指定另一个端口，例如 {option} {free}",
                f"Port {port} {en}. Choose another one with {option}, for example {option} {free}",
            )
        )


class PortImpossible(StartRefused):
    """No port has that number."""

    def __init__(self, port: int, option: str) -> None:
        super().__init__(
            Text(
                f"没有 {port} 号端口（最大 {HIGHEST_PORT}）。请用 {option} 指定一个较小的",
                f"There is no port {port}, the highest is {HIGHEST_PORT}. "
                f"Choose a smaller one with {option}",
            )
        )


class HostImpossible(StartRefused):
    """The address is none of this machine's."""

    def __init__(self, host: str) -> None:
        super().__init__(
            Text(
                f"本机没有地址 {host}。请用 --host 指定本机的一个 IP 地址，例如 127.0.0.1",
                f"This machine has no address {host}. "
                "Choose one of its IP addresses with --host, for example 127.0.0.1",
            )
        )


def listen_on(host: str, port: int, *, option: str) -> socket.socket:
    """A listening TCP socket; `option` is the command-line option that the error names.

    Port 0 takes any free one (`getsockname()[1]` tells which). Raises PortInUse, PortImpossible,
    HostImpossible.
    """
    if not 0 <= port <= HIGHEST_PORT:
        raise PortImpossible(port, option)
    try:
        return _listening(host, port)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            forbidden = error.errno == errno.EACCES
            raise PortInUse(port, option, free=_free(host), forbidden=forbidden) from error
        if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
            raise HostImpossible(host) from error
        raise


def reaches_beyond_this_machine(listener: socket.socket) -> bool:
    """Whether others than this machine's processes can connect; a Unix socket is a file of it."""
    if listener.family == socket.AF_UNIX:
        return False
    if listener.family not in (socket.AF_INET, socket.AF_INET6):
        return True
    return not ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def _listening(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def _free(host: str) -> int:
    """A port to propose; one that was free a moment ago."""
    for port in _PROPOSED:
        try:
            with _listening(host, port) as listener:
                return int(listener.getsockname()[1])
        except OSError:
            continue
    return 0
