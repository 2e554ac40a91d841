"""`serve`, `worker`, `migrate`: one process each, for an installation on servers of one's own."""

import asyncio
import os
import socket
from argparse import Namespace

from config.settings import PREFIX, Settings, SettingsError, read_settings
from models.rules.reasons import Text
from server import app, worker
from server.cli.place import find_place
from server.cli.say import say
from server.edge.web.listening import listen_on, reaches_beyond_this_machine
from server.edge.web.serve import socket_from
from server.errors import StartRefused
from storage.postgres.core.migrate import ensure_roles, migrate


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


def run_worker(options: Namespace) -> None:
    """Work until SIGTERM."""
    settings = read_settings()
    worker.run(settings, os.environ.get(PREFIX + "WORKER_DSN") or settings.postgres_dsn)


def run_migrate(options: Namespace) -> None:
    """Make the roles if they are missing, then apply what is missing."""
    asyncio.run(_migrate(find_place(options.data).owner()))


async def _migrate(owner_dsn: str) -> None:
    await ensure_roles(owner_dsn)
    applied = await migrate(owner_dsn)
    say("已执行的数据库变更", "Migrations applied", ", ".join(applied) or "0")
