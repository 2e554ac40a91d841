"""Composition root of a server process: settings, ports, features, the web edge."""

import asyncio
import logging
import socket
from collections.abc import Sequence
from typing import Any

from prometheus_client import CollectorRegistry
from sanic import Sanic

from config.files import CHECKOUT
from config.settings import Settings
from server.blueprints import FEATURES, PAGES
from server.clock import Clock
from server.compose import build_ports, close_ports, open_ports, warn_unscanned
from server.edge.jobs.figures import JobGauges
from server.edge.jobs.ranking_figures import RankingGauges
from server.edge.jobs.reread import Reread
from server.edge.jobs.unheld_figures import UnheldGauges
from server.edge.startup import Prepare, prepare, prepare_later
from server.edge.web.arrival import Patience
from server.edge.web.connections import WANTED_FILES, limits_for
from server.edge.web.edge import EdgeOptions, install, make_app
from server.edge.web.gate import Gate, watch_closing
from server.edge.web.health import Probe
from server.edge.web.log_writer import LogWriter
from server.edge.web.logging_setup import set_up_logging
from server.edge.web.open_files import file_limit, raise_file_limit
from server.edge.web.ports import Browsers, EdgePorts
from server.edge.web.serve import run_server
from server.edge.web.session_cookie import SessionCookie
from server.edge.web.site import Site, read_site
from server.edge.web.sites import CONSOLE, MINIPROGRAM
from server.features.evidence.figures import PaperGauges
from server.features.frame.refused import refused_page
from server.features.held.figures import HeldGauges
from server.features.identity.note_use import UseNoted
from server.features.identity.resolve_session import SessionResolver
from server.features.messages.figures import MessageGauges
from server.features.quota.keys import publish_receipt_key
from server.ports import Ports
from storage.postgres.core.connect import close_postgres, open_postgres, ping
from storage.postgres.core.idempotency import find_once
from storage.redis.closing import ClosingStore
from storage.redis.connect import check_policy
from storage.redis.keys import Keys
from storage.redis.rate_limit import LocalRateLimit, RateLimiter, SharedRateLimit

_LOG = logging.getLogger(__name__)


def build_app(
    settings: Settings,
    *,
    name: str = "shuangtui",
    clock: Clock | None = None,
    log: LogWriter | None = None,
) -> Sanic[Any, Any]:
    """A complete application; it connects to nothing before it is served."""
    registry = CollectorRegistry()
    ports = build_ports(settings, registry, clock=clock)
    app = make_app(name)
    app.ctx.ports = ports
    jobs = JobGauges()
    gauges = _registered(jobs, ports, registry)
    options = EdgeOptions(
        clock=ports.clock,
        probes=_probes(ports, jobs),
        log=log,
        registry=registry,
        patience=Patience(upload_seconds=settings.upload_seconds),
        connections=limits_for(file_limit(), trusted_proxies=settings.trusted_proxies),
        sites=_sites(settings),
        pages=PAGES,
        refused_page=refused_page,
    )
    gate = Gate(ports.clock, settings.oldest_client)
    install(app, _edge(settings, ports, gate), FEATURES, tasks=ports.tasks, options=options)
    closing = ClosingStore(ports.redis, Keys(settings.redis_namespace))

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        await open_postgres(settings.postgres_dsn, pool_size=settings.postgres_pool)
        await open_ports(ports)
        waiting = await prepare(_preparations(ports))
        app.ctx.preparing = asyncio.create_task(prepare_later(waiting))
        app.ctx.marking = asyncio.create_task(ports.ranker.marks.run())
        app.ctx.counting = asyncio.gather(
            watch_closing(gate, closing.read), *(gauge.run() for gauge in gauges)
        )

    @app.after_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        app.ctx.marking.cancel()
        app.ctx.preparing.cancel()
        app.ctx.counting.cancel()
        await ports.ranker.marks.flush()
        await close_ports(ports)
        await close_postgres()

    return app


def _sites(settings: Settings) -> tuple[Site, ...]:
    """The built clients; without them the API serves all the same."""
    folders = ((MINIPROGRAM, settings.miniprogram_dir), (CONSOLE, settings.console_dir))
    sites = tuple(read_site(CHECKOUT / folder, site) for site, folder in folders)
    for site in sites:
        if not site.files:
            _LOG.warning("what stands under %s is not built, and says so (%s)", site.at, site.make)
    return sites


def _registered(
    jobs: JobGauges, ports: Ports, registry: CollectorRegistry
) -> Sequence[Reread[Any]]:
    """All that is read again and again for `/metrics`."""
    others = (UnheldGauges(), PaperGauges(), HeldGauges(), MessageGauges(ports.clock))
    gauges: tuple[Reread[Any], ...] = (jobs, RankingGauges(ports.quota), *others)
    for gauge in gauges:
        registry.register(gauge)
    return gauges


def _preparations(ports: Ports) -> list[Prepare]:
    """What a process sees to once: no evicting Redis, its receipts' public key, a bucket."""
    return [
        lambda: check_policy(ports.redis),
        lambda: publish_receipt_key(ports.signer, clock=ports.clock),
        ports.bucket.ensure,
    ]


def _edge(settings: Settings, ports: Ports, gate: Gate) -> EdgePorts:
    keys = Keys(settings.redis_namespace)
    # A demonstration has no https, and answers its own machine only.
    cookie = SessionCookie(secure=settings.environment == "production")
    return EdgePorts(
        resolve_session=SessionResolver(ports.sessions, ports.clock, ports.login),
        find_once=find_once,
        limiter=RateLimiter(
            SharedRateLimit(ports.redis, ports.clock.now, keys), LocalRateLimit(ports.clock.now)
        ),
        trusted_proxies=settings.trusted_proxies,
        gate=gate,
        browsers=Browsers(cookie, settings.public_url, UseNoted(ports.clock, ports.login)),
    )


def _probes(ports: Ports, jobs: JobGauges) -> tuple[Probe, ...]:
    found = ports.examiner.scanner
    scanner = () if found is None else (Probe("scanner", found.ping, required=False),)
    return (
        Probe("database", ping),
        Probe("redis", lambda: ports.redis.ping(), required=False),
        Probe("storage", ports.bucket.ping, required=False),
        *scanner,
        Probe("jobs", jobs.check, required=False),
    )


def run(settings: Settings, sock: socket.socket) -> None:
    """Serve until SIGTERM."""
    set_up_logging(logging.getLevelNamesMapping().get(settings.log_level, logging.INFO))
    warn_unscanned(settings)
    raise_file_limit(WANTED_FILES)
    run_server(build_app(settings, log=LogWriter(2)), sock)
