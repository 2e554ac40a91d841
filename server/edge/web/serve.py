"""Serves an application in this process on a socket that is bound already, and stops gently."""

import asyncio
import logging
import signal
import socket
from typing import Any

import uvloop
from sanic import Sanic
from sanic.server.async_server import AsyncioServer

from server.edge.web.edge import log_flushing
from server.edge.web.protocol import EdgeProtocol
from server.edge.web.tasks import OwnedTasks

_LOG = logging.getLogger(__name__)
DRAIN_SECONDS = 10.0
_POLL_SECONDS = 0.02


def socket_from(descriptor: int) -> socket.socket:
    """The listening socket that a parent left under this file descriptor."""
    inherited = socket.socket(fileno=descriptor)
    inherited.setblocking(False)
    return inherited


def run_server(app: Sanic[Any, Any], sock: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT; returns when everything is drained and closed.

    The process has no other application, so Sanic may strip its methods of what this one
    does not use, which halves the time of a small request.
    """
    app.config.TOUCHUP = True
    uvloop.run(_until_signal(app, sock))


async def _until_signal(app: Sanic[Any, Any], sock: socket.socket) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(app, sock, stop)


async def serve(
    app: Sanic[Any, Any],
    sock: socket.socket,
    stop: asyncio.Event,
    *,
    drain_seconds: float = DRAIN_SECONDS,
    ready: asyncio.Event | None = None,
) -> None:
    """Serve until `stop` is set, then finish what has begun within `drain_seconds`."""
    # Nothing is accepted before the listeners have opened what handlers need.
    waiting = {"start_serving": False}
    server = await app.create_server(
        sock=sock, protocol=EdgeProtocol, backlog=1024, asyncio_server_kwargs=waiting
    )
    if server is None:
        raise RuntimeError("Sanic made no server")
    async with log_flushing(app.ctx.log):
        await server.startup()  # type: ignore[no-untyped-call]
        await server.before_start()  # type: ignore[no-untyped-call]
        await server.start_serving()  # type: ignore[no-untyped-call]
        await server.after_start()  # type: ignore[no-untyped-call]
        if ready is not None:
            ready.set()
        try:
            await stop.wait()
        finally:
            await _stop(app, server, drain_seconds)


async def _stop(app: Sanic[Any, Any], server: AsyncioServer, drain_seconds: float) -> None:
    loop = asyncio.get_running_loop()
    end_at = loop.time() + drain_seconds
    server.close()  # type: ignore[no-untyped-call]
    app.config.KEEP_ALIVE = False
    await server.before_stop()  # type: ignore[no-untyped-call]
    await _drain_connections(server, end_at)
    tasks: OwnedTasks = app.ctx.tasks
    await tasks.drain(max(0.5, end_at - loop.time()))
    await server.after_stop()  # type: ignore[no-untyped-call]


async def _drain_connections(server: AsyncioServer, end_at: float) -> None:
    """Close idle connections at once, others after their answer, all at the deadline."""
    loop = asyncio.get_running_loop()
    while True:
        for connection in tuple(server.connections):
            if not connection.recv_buffer:
                connection.close_if_idle()
        if not server.connections:
            return
        if loop.time() >= end_at:
            break
        await asyncio.sleep(_POLL_SECONDS)
    _LOG.warning("%s connections did not end before the deadline", len(server.connections))
    for connection in tuple(server.connections):
        connection.abort()
