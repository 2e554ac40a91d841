"""The listening sockets of the site and of the stand-in: bound here, handed to the children."""

import errno
import socket

from models.rules.reasons import Text
from server.errors import StartRefused

_BACKLOG = 1024


class PortInUse(StartRefused):
    """Somebody else listens on that port, or we may not."""

    def __init__(self, port: int, option: str, *, forbidden: bool = False) -> None:
        zh, en = ("不允许使用", "may not be used") if forbidden else ("已被占用", "is in use")
        super().__init__(
            Text(
                f"端口 {port} {zh}。请用 {option} 指定另一个端口,例如 {option} 9100",
                f"Port {port} {en}. Choose another one with {option}, for example {option} 9100",
            )
        )


def listen_on(host: str, port: int, *, option: str) -> socket.socket:
    """A listening TCP socket; `option` is the command-line option that the error names.

    Port 0 takes any free one (`getsockname()[1]` tells which). Raises PortInUse.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortInUse(port, option, forbidden=error.errno == errno.EACCES) from error
        raise
    return listener
