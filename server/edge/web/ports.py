"""What the edge was given at start: who resolves tokens, who finds earlier attempts, who counts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from server.clock import Clock
from server.edge.web.auth import Identity, ResolveSession, bearer_token
from server.edge.web.gate import Gate
from server.edge.web.request import ApiRequest
from server.edge.web.same_origin import refuse_foreign
from server.edge.web.session_cookie import SessionCookie
from server.errors import Unauthenticated
from storage.postgres.core.idempotency import Once, Recorded
from storage.redis.rate_limit import RateLimiter

FindOnce = Callable[[Once], Awaitable[Recorded | None]]
BACKGROUND = "x-background"
"""The header of a call that a page makes by itself, such as a poll: nobody is there because of it."""


async def _nothing_to_note(session: str) -> None:
    """For who keeps no sessions."""


@dataclass(frozen=True, slots=True)
class Browsers:
    """How sessions in browsers are kept; `note_use` writes down that a person uses one (its hash).

    `public_url` is our own origin, where the operator told it.
    """

    cookie: SessionCookie = field(default_factory=SessionCookie)
    public_url: str = ""
    note_use: Callable[[str], Awaitable[None]] = _nothing_to_note


@dataclass(frozen=True, slots=True)
class EdgePorts:
    """`trusted_proxies`: how many proxies of ours append to `X-Forwarded-For`."""

    resolve_session: ResolveSession
    find_once: FindOnce
    limiter: RateLimiter
    trusted_proxies: int = 0
    gate: Gate = field(default_factory=lambda: Gate(Clock()))
    browsers: Browsers = field(default_factory=Browsers)


def edge_of(request: ApiRequest) -> EdgePorts:
    found: EdgePorts = request.app.ctx.edge
    return found


async def log_in(request: ApiRequest) -> Identity:
    """Note who sends the request on it, and return them.

    The cookie counts where there is no `Authorization`, for sessions that were opened for a browser,
    and those count by nothing else. Raises `Unauthenticated`, `CrossSite`.
    """
    ports = edge_of(request)
    header, browsers = request.headers.get("authorization"), ports.browsers
    token = browsers.cookie.token_in(request) if header is None else bearer_token(header)
    if token is None:
        raise Unauthenticated()
    if header is None:
        refuse_foreign(request, browsers.public_url)
    identity = await ports.resolve_session(token)
    if identity is None or (identity.browser is None) != (header is not None):
        raise Unauthenticated()
    request.who = identity
    if identity.browser and identity.browser.use_due and BACKGROUND not in request.headers:
        await browsers.note_use(identity.session)
    return identity
