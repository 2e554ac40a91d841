"""Composition root of a server process: settings, ports, features, the web edge."""

import asyncio
import logging
import socket
from typing import Any

from prometheus_client import CollectorRegistry
from sanic import Sanic

from config.settings import Settings
from server.applications.client_routes import applicant as applicant_clients
from server.applications.client_routes import party as party_clients
from server.applications.decision_routes import sme as sme_decisions
from server.applications.routes import sme as sme_applications
from server.applications.waiver_routes import authority as authority_waivers
from server.clock import Clock
from server.compose import build_ports, close_ports, open_ports
from server.deps import Ports
from server.editions.routes import authority as authority_editions
from server.enterprises.review_routes import authority as authority_enterprises
from server.enterprises.review_routes import reviewer as reviewer_enterprises
from server.enterprises.routes import sme as sme_enterprises
from server.evidence.routes import party as party_evidence
from server.evidence.routes import sme as sme_evidence
from server.identity.login_routes import public as public_identity
from server.identity.login_routes import sme as sme_identity
from server.identity.resolve_session import SessionResolver
from server.identity.routes import anyone as anyone_identity
from server.jobs.figures import JobGauges
from server.jobs.ranking_figures import RankingGauges
from server.notices.routes import anyone as anyone_objections
from server.notices.routes import authority as authority_notices
from server.notices.routes import public as public_notices
from server.notifications.routes import anyone as anyone_notifications
from server.notifications.routes import sme as sme_subscriptions
from server.payouts.payee_routes import owner as firm_payees
from server.payouts.routes import authority as authority_payouts
from server.platforms.modes_routes import modes as platform_modes
from server.platforms.own_routes import own as own_platform
from server.platforms.routes import public as public_platforms
from server.preparing import Prepare, prepare, prepare_later
from server.programmes.routes import public as public_programmes
from server.quota.keys import publish_receipt_key
from server.quota.routes import public as public_quota
from server.recognitions.routes import authority as authority_recognitions
from server.recognitions.routes import public as public_recognitions
from server.reviews.authority_routes import authority as authority_appeals
from server.reviews.authority_routes import reviewer as reviewer_credit_records
from server.reviews.authority_routes import sme as sme_appeals
from server.reviews.platform_routes import platform as platform_reviews
from server.reviews.routes import reviewer as reviewer_reviews
from server.scoring.routes import authority as authority_scoring
from server.scoring.routes import expert as expert_scoring
from server.web.edge import EdgeOptions, install, make_app
from server.web.health import Probe
from server.web.log_writer import LogWriter
from server.web.logging_setup import set_up_logging
from server.web.ports import EdgePorts
from server.web.routes import Routes
from server.web.serve import run_server
from server.wechat.routes import push as wechat_push
from storage.postgres.connect import close_postgres, open_postgres, ping
from storage.postgres.idempotency import find_once
from storage.redis.connect import check_policy
from storage.redis.keys import Keys
from storage.redis.rate_limit import LocalRateLimit, RateLimit, SharedRateLimit
from storage.redis.session_cache import SessionCache

_LOG = logging.getLogger(__name__)

FEATURES: tuple[Routes, ...] = (
    public_identity,
    sme_identity,
    anyone_identity,
    sme_enterprises,
    reviewer_enterprises,
    authority_enterprises,
    public_programmes,
    public_platforms,
    own_platform,
    platform_modes,
    public_quota,
    public_recognitions,
    authority_recognitions,
    sme_applications,
    applicant_clients,
    party_clients,
    sme_evidence,
    party_evidence,
    platform_reviews,
    reviewer_reviews,
    expert_scoring,
    authority_scoring,
    authority_payouts,
    firm_payees,
    authority_editions,
    authority_appeals,
    authority_waivers,
    reviewer_credit_records,
    sme_appeals,
    sme_decisions,
    public_notices,
    anyone_objections,
    authority_notices,
    anyone_notifications,
    sme_subscriptions,
    wechat_push,
)


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
    jobs, rankings = JobGauges(), RankingGauges(ports.quota)
    registry.register(jobs)
    registry.register(rankings)
    probes = _probes(ports, jobs)
    options = EdgeOptions(clock=ports.clock, probes=probes, log=log, registry=registry)
    install(app, _edge(settings, ports), FEATURES, tasks=ports.tasks, options=options)

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        await open_postgres(settings.postgres_dsn, pool_size=settings.postgres_pool)
        await open_ports(ports)
        waiting = await prepare(_preparations(ports))
        app.ctx.preparing = asyncio.create_task(prepare_later(waiting))
        app.ctx.marking = asyncio.create_task(ports.marks.run())
        app.ctx.counting = asyncio.gather(jobs.run(), rankings.run())

    @app.after_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        app.ctx.marking.cancel()
        app.ctx.preparing.cancel()
        app.ctx.counting.cancel()
        await ports.marks.flush()
        await close_ports(ports)
        await close_postgres()

    return app


def _preparations(ports: Ports) -> list[Prepare]:
    """What a process sees to once: no evicting Redis, its receipts' public key, a bucket."""
    return [
        lambda: check_policy(ports.redis),
        lambda: publish_receipt_key(ports.signer, clock=ports.clock),
        ports.bucket.ensure,
    ]


def _edge(settings: Settings, ports: Ports) -> EdgePorts:
    keys = Keys(settings.redis_namespace)
    return EdgePorts(
        resolve_session=SessionResolver(
            SessionCache(ports.sessions), ports.clock, ports.login.otp_required
        ),
        find_once=find_once,
        limiter=RateLimit(
            SharedRateLimit(ports.redis, ports.clock.now, keys), LocalRateLimit(ports.clock.now)
        ),
        trusted_proxies=settings.trusted_proxies,
    )


def _probes(ports: Ports, jobs: JobGauges) -> tuple[Probe, ...]:
    return (
        Probe("database", ping),
        Probe("redis", lambda: ports.redis.ping(), required=False),
        Probe("storage", ports.bucket.ping, required=False),
        Probe("jobs", jobs.check, required=False),
    )


def run(settings: Settings, sock: socket.socket) -> None:
    """Serve until SIGTERM."""
    set_up_logging(logging.getLevelNamesMapping().get(settings.log_level, logging.INFO))
    run_server(build_app(settings, log=LogWriter(2)), sock)
