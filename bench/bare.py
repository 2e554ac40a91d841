"""Serves a bare Sanic application as quickly as Sanic can: uvloop, no access log, no middleware."""

import asyncio
import signal
from typing import Any

import uvloop
from sanic import Sanic

from server.edge.web.serve import socket_from
from standalone.embedded.child import LISTEN_FD


def bare_app(name: str) -> Sanic[Any, Any]:
    app: Sanic[Any, Any] = Sanic(name, configure_logging=False)
    app.config.update(ACCESS_LOG=False, MOTD=False, AUTO_EXTEND=False, KEEP_ALIVE_TIMEOUT=75)
    return app


def run_bare(app: Sanic[Any, Any]) -> None:
    """Serve on the inherited socket until SIGTERM."""
    uvloop.run(_serve(app))


async def _serve(app: Sanic[Any, Any]) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = await app.create_server(
        sock=socket_from(LISTEN_FD),
        backlog=1024,
        return_asyncio_server=True,
        asyncio_server_kwargs={"start_serving": False},
    )
    if server is None:
        raise RuntimeError("Sanic made no server")
    await server.startup()  # type: ignore[no-untyped-call]
    await server.before_start()  # type: ignore[no-untyped-call]
    await server.start_serving()  # type: ignore[no-untyped-call]
    await server.after_start()  # type: ignore[no-untyped-call]
    await stop.wait()
    server.close()  # type: ignore[no-untyped-call]
