"""`serve`, `worker`, `migrate`: one process each, for an installation on servers of one's own."""

import asyncio
import os
import socket
from argparse import Namespace
from ipaddress import ip_address

from config.settings import PREFIX, Settings, SettingsError, read_settings
from server import app, worker
from server.cli.place import find_place
from server.cli.say import say
from server.edge.web.listening import listen_on
from server.edge.web.serve import socket_from
from storage.postgres.core.migrate import ensure_roles, migrate


def run_serve(options: Namespace) -> None:
    """Serve HTTP until SIGTERM, on an inherited socket or a port of its own."""
    settings = read_settings()
    app.run(settings, _listening(options, settings))


def _listening(options: Namespace, settings: Settings) -> socket.socket:
    if options.fd is not None:
        return socket_from(options.fd)
    if settings.environment == "demo" and not ip_address(options.host).is_loopback:
        raise SettingsError("environment = demo listens on loopback only")
    listening = listen_on(options.host, options.port, option="--port")
    listening.setblocking(False)
    return listening


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
