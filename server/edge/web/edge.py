"""Puts the whole edge on a Sanic application; called once by the composition root."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry
from sanic import Sanic
from sanic.config import Config
from sanic.response import HTTPResponse

from server.clock import Clock
from server.edge.web.arrival import Patience
from server.edge.web.bodies import JSON_LIMIT
from server.edge.web.connections import ConnectionLimits, Connections
from server.edge.web.docs import docs_routes
from server.edge.web.health import Probe, health_routes
from server.edge.web.log_writer import LogWriter
from server.edge.web.metrics import RequestMetrics
from server.edge.web.observer import Observer
from server.edge.web.ports import EdgePorts
from server.edge.web.problems import ProblemHandler
from server.edge.web.request import ApiRequest
from server.edge.web.routes import Routes
from server.edge.web.site import Site
from server.edge.web.site_routes import site_routes
from server.edge.web.sites import CONSOLE
from server.edge.web.tasks import OwnedTasks
from server.errors import AppError

_FLUSH_SECONDS = 0.25
_HEADER_LIMIT = 16_384


class UnguardedRoute(Exception):
    """A route was added past `audiences.blueprint`, so nobody says who may reach it."""


@dataclass(frozen=True, slots=True)
class EdgeOptions:
    """What else the root decides: probes, log, metrics of other parts, what clients may take, and what
    is served beside the API: built clients, `pages`, and how one looks that is refused."""

    clock: Clock = field(default_factory=Clock)
    probes: tuple[Probe, ...] = ()
    log: LogWriter | None = None
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    patience: Patience = field(default_factory=Patience)
    connections: ConnectionLimits = field(default_factory=ConnectionLimits)
    sites: tuple[Site, ...] = ()
    pages: tuple[Routes, ...] = ()
    refused_page: Callable[[ApiRequest, AppError], HTTPResponse] | None = None


def make_app(name: str) -> Sanic[Any, Any]:
    """A bare application that takes nothing from the environment."""
    app: Sanic[Any, Any] = Sanic(
        name,
        config=Config(env_prefix=None),
        request_class=ApiRequest,
        error_handler=ProblemHandler(),
        configure_logging=False,
    )
    app.config.update(
        ACCESS_LOG=True,  # not Sanic's own lines: it makes the protocol call our observer
        AUTO_EXTEND=False,
        TOUCHUP=False,  # rewrites handlers of the whole process; works only for the first app
        MOTD=False,
        FALLBACK_ERROR_FORMAT="json",
        REQUEST_MAX_SIZE=JSON_LIMIT,
        REQUEST_MAX_HEADER_SIZE=_HEADER_LIMIT,
        RESPONSE_TIMEOUT=60,
        KEEP_ALIVE_TIMEOUT=75,
        GRACEFUL_SHUTDOWN_TIMEOUT=10,
    )
    return app


def install(
    app: Sanic[Any, Any],
    ports: EdgePorts,
    features: Iterable[Routes],
    *,
    tasks: OwnedTasks,
    options: EdgeOptions | None = None,
) -> None:
    """Routes with their guards, problems, request log, metrics, health and the description."""
    chosen = options or EdgeOptions()
    metrics = RequestMetrics()
    chosen.registry.register(metrics)
    app.ctx.edge = ports
    app.ctx.patience = chosen.patience
    app.ctx.connections = Connections(chosen.connections)
    chosen.registry.register(app.ctx.connections)
    app.ctx.tasks = tasks
    app.ctx.log = chosen.log
    app.ctx.observe = Observer(chosen.clock, metrics, chosen.log)
    guarded = (*features, health_routes(chosen.probes, chosen.registry))
    sites = (site_routes(site) for site in chosen.sites)
    app.ctx.refused_page = chosen.refused_page
    console = next((site for site in chosen.sites if site.at == CONSOLE.at), CONSOLE)
    for routes in (*guarded, docs_routes(guarded, console), *sites, *chosen.pages):
        app.blueprint(routes.blueprint)
    app.before_server_start(_check_routes)


async def _check_routes(app: Sanic[Any, Any]) -> None:
    check_routes(app)


def check_routes(app: Sanic[Any, Any]) -> None:
    """Raises `UnguardedRoute` for any route that belongs to no audience."""
    for route in app.router.routes:
        if getattr(route.handler, "route_info", None) is None:
            raise UnguardedRoute(f"/{route.path} belongs to no audience; see server/audiences.py")


@asynccontextmanager
async def log_flushing(log: LogWriter | None) -> AsyncIterator[None]:
    """Write collected request lines a few times a second, and all of them at the end."""
    if log is None:
        yield
        return
    log.open()
    flusher = asyncio.create_task(_flush_forever(log))
    try:
        yield
    finally:
        flusher.cancel()
        log.close()


async def _flush_forever(log: LogWriter) -> None:
    while True:
        await asyncio.sleep(_FLUSH_SECONDS)
        log.flush()
