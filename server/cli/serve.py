"""`serve`: one process that serves HTTP, for an installation on servers of one's own."""

import socket
from argparse import Namespace

from config.settings import Settings, SettingsError, read_settings
from models.rules.reasons import Text
from server import app
from server.edge.web.listening import listen_on, reaches_beyond_this_machine
from server.edge.web.serve import socket_from
from server.errors import StartRefused


def run_serve(options: Namespace) -> None:
    """Serve HTTP until SIGTERM, on an inherited socket or a port of its own."""
    settings = read_settings()
    app.run(settings, _listening(options, settings))


def _listening(options: Namespace, settings: Settings) -> socket.socket:
    """Judged once bound, so that one question serves whoever made the socket."""
    if options.fd is None:
        option, listening = "--host", listen_on(options.host, options.port, option="--port")
        listening.setblocking(False)
    else:
        option, listening = "--fd", _inherited(options.fd)
    if settings.environment == "demo" and reaches_beyond_this_machine(listening):
        listening.close()
        raise SettingsError(
            f"{option}：演示环境只在本机监听，例如 127.0.0.1 / demo is on loopback only"
        )
    return listening


def _inherited(descriptor: int) -> socket.socket:
    try:
        return socket_from(descriptor)
    except OSError as error:
        raise StartRefused(
            Text(
                f"--fd {descriptor} 不是上级进程打开的监听套接字。不经 systemd 启动时，请改用 --port",
                f"--fd {descriptor} is no listening socket of the parent; use --port instead",
            )
        ) from error
