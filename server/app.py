"""Composition root of a server process: settings, ports, features, the web edge."""

import asyncio
import logging
import socket
from typing import Any

from prometheus_client import CollectorRegistry
from sanic import Sanic

from config.settings import Settings
from server.clock import Clock
from server.compose import build_ports, close_ports, open_ports, warn_unscanned
from server.edge.jobs.figures import JobGauges
from server.edge.jobs.ranking_figures import RankingGauges
from server.edge.jobs.unheld_figures import UnheldGauges
from server.edge.startup import Prepare, prepare, prepare_later
from server.edge.web.arrival import Patience
from server.edge.web.connections import WANTED_FILES, limits_for
from server.edge.web.edge import EdgeOptions, install, make_app
from server.edge.web.health import Probe
from server.edge.web.log_writer import LogWriter
from server.edge.web.logging_setup import set_up_logging
from server.edge.web.open_files import file_limit, raise_file_limit
from server.edge.web.ports import EdgePorts
from server.edge.web.routes import Routes
from server.edge.web.serve import run_server
from server.features.accounts.routes import sme as sme_accounts
from server.features.applications.decision_routes import sme as sme_decisions
from server.features.applications.routes import sme as sme_applications
from server.features.attachments.routes import anyone as anyone_attachments
from server.features.attachments.routes import authority as authority_attachments
from server.features.attachments.routes import party as party_attachments
from server.features.attachments.routes import sme as sme_attachments
from server.features.batches.routes import own as own_batches
from server.features.batches.template_routes import template as batch_templates
from server.features.client_lists.routes import applicant as applicant_clients
from server.features.client_lists.routes import party as party_clients
from server.features.clients.routes import platform as platform_clients
from server.features.editions.routes import authority as authority_editions
from server.features.enterprises.review_routes import reviewer as reviewer_enterprises
from server.features.enterprises.routes import sme as sme_enterprises
from server.features.entrances.routes import public as public_entrances
from server.features.evidence.figures import PaperGauges
from server.features.evidence.routes import party as party_evidence
from server.features.evidence.routes import public as public_evidence
from server.features.evidence.routes import sme as sme_evidence
from server.features.exceptions.code_routes import reviewer as reviewer_codes
from server.features.exceptions.dispute_routes import authority as authority_disputes
from server.features.exceptions.move_routes import reviewer as reviewer_moves
from server.features.exceptions.routes import authority as authority_appeals
from server.features.exceptions.routes import reviewer as reviewer_credit_records
from server.features.exceptions.routes import sme as sme_appeals
from server.features.exceptions.waiver_routes import authority as authority_waivers
from server.features.held.figures import HeldGauges
from server.features.held.routes import authority as authority_held
from server.features.held.routes import own as own_held
from server.features.identity.login_routes import public as public_identity
from server.features.identity.login_routes import sme as sme_identity
from server.features.identity.resolve_session import SessionResolver
from server.features.identity.routes import anyone as anyone_identity
from server.features.identity.text_routes import public as public_texts
from server.features.letters.material_routes import public as public_materials
from server.features.letters.routes import public as public_letters
from server.features.letters.routes import sme as sme_letters
from server.features.market.favourite_routes import sme as sme_favourites
from server.features.market.routes import public as public_market
from server.features.matches.routes import public as public_matches
from server.features.matches.routes import sme as sme_matches
from server.features.members.routes import sme as sme_members
from server.features.messages.figures import MessageGauges
from server.features.messages.push_routes import push as wechat_push
from server.features.messages.routes import anyone as anyone_notifications
from server.features.messages.routes import sme as sme_subscriptions
from server.features.messages.settings_routes import anyone as anyone_message_settings
from server.features.notices.routes import anyone as anyone_objections
from server.features.notices.routes import authority as authority_notices
from server.features.notices.routes import public as public_notices
from server.features.options.routes import public as public_options
from server.features.payees.authority_routes import authority as authority_payees
from server.features.payees.owner_routes import owner as firm_payees
from server.features.payouts.routes import authority as authority_payouts
from server.features.pictures.routes import authority as authority_pictures
from server.features.pictures.routes import own as own_pictures
from server.features.pictures.routes import public as public_pictures
from server.features.platforms.modes_routes import modes as platform_modes
from server.features.platforms.own_routes import own as own_platform
from server.features.platforms.routes import public as public_platforms
from server.features.programmes.routes import public as public_programmes
from server.features.quota.keys import publish_receipt_key
from server.features.quota.routes import public as public_quota
from server.features.ratings.routes import platform as platform_ratings
from server.features.ratings.routes import public as public_ratings
from server.features.ratings.routes import sme as sme_ratings
from server.features.recognitions.routes import authority as authority_recognitions
from server.features.recognitions.routes import public as public_recognitions
from server.features.reviews.platform_routes import platform as platform_reviews
from server.features.reviews.routes import authority as authority_reviews
from server.features.reviews.routes import reviewer as reviewer_reviews
from server.features.scoring.routes import authority as authority_scoring
from server.features.scoring.routes import expert as expert_scoring
from server.features.uploads.routes import platform as platform_uploads
from server.features.verdicts.platform_routes import platform as platform_verdicts
from server.features.verdicts.routes import reviewer as reviewer_verdicts
from server.ports import Ports
from storage.postgres.core.connect import close_postgres, open_postgres, ping
from storage.postgres.core.idempotency import find_once
from storage.redis.connect import check_policy
from storage.redis.keys import Keys
from storage.redis.rate_limit import LocalRateLimit, RateLimiter, SharedRateLimit

_LOG = logging.getLogger(__name__)

FEATURES: tuple[Routes, ...] = (
    public_identity,
    sme_identity,
    anyone_identity,
    public_texts,
    sme_accounts,
    sme_enterprises,
    reviewer_enterprises,
    sme_members,
    public_options,
    public_programmes,
    public_matches,
    sme_matches,
    public_materials,
    public_platforms,
    public_market,
    public_entrances,
    sme_favourites,
    public_pictures,
    own_pictures,
    authority_pictures,
    public_ratings,
    sme_ratings,
    platform_ratings,
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
    public_evidence,
    platform_uploads,
    platform_clients,
    platform_reviews,
    platform_verdicts,
    batch_templates,
    own_batches,
    authority_reviews,
    reviewer_reviews,
    reviewer_verdicts,
    expert_scoring,
    authority_scoring,
    authority_payouts,
    firm_payees,
    authority_payees,
    authority_held,
    own_held,
    authority_editions,
    authority_appeals,
    authority_disputes,
    authority_waivers,
    reviewer_credit_records,
    reviewer_codes,
    reviewer_moves,
    sme_appeals,
    sme_attachments,
    party_attachments,
    authority_attachments,
    anyone_attachments,
    sme_decisions,
    sme_letters,
    public_letters,
    public_notices,
    anyone_objections,
    authority_notices,
    anyone_notifications,
    anyone_message_settings,
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
    jobs = JobGauges()
    others = (UnheldGauges(), PaperGauges(), HeldGauges(), MessageGauges(ports.clock))
    gauges = (jobs, RankingGauges(ports.quota), *others)
    for gauge in gauges:
        registry.register(gauge)
    probes = _probes(ports, jobs)
    options = EdgeOptions(
        clock=ports.clock,
        probes=probes,
        log=log,
        registry=registry,
        patience=Patience(upload_seconds=settings.upload_seconds),
        connections=limits_for(file_limit(), trusted_proxies=settings.trusted_proxies),
    )
    install(app, _edge(settings, ports), FEATURES, tasks=ports.tasks, options=options)

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        await open_postgres(settings.postgres_dsn, pool_size=settings.postgres_pool)
        await open_ports(ports)
        waiting = await prepare(_preparations(ports))
        app.ctx.preparing = asyncio.create_task(prepare_later(waiting))
        app.ctx.marking = asyncio.create_task(ports.ranker.marks.run())
        app.ctx.counting = asyncio.gather(*(gauge.run() for gauge in gauges))

    @app.after_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        app.ctx.marking.cancel()
        app.ctx.preparing.cancel()
        app.ctx.counting.cancel()
        await ports.ranker.marks.flush()
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
        resolve_session=SessionResolver(ports.sessions, ports.clock, ports.login),
        find_once=find_once,
        limiter=RateLimiter(
            SharedRateLimit(ports.redis, ports.clock.now, keys), LocalRateLimit(ports.clock.now)
        ),
        trusted_proxies=settings.trusted_proxies,
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
