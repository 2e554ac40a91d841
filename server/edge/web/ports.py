"""What the edge was given at start: who resolves tokens, who finds earlier attempts, who counts."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from server.clock import Clock
from server.edge.web.auth import Identity, ResolveSession, bearer_token
from server.edge.web.gate import Gate
from server.edge.web.request import ApiRequest
from server.errors import Unauthenticated
from storage.postgres.core.idempotency import Once, Recorded
from storage.redis.rate_limit import RateLimiter

FindOnce = Callable[[Once], Awaitable[Recorded | None]]


@dataclass(frozen=True, slots=True)
class EdgePorts:
    """`trusted_proxies`: how many proxies of ours append to `X-Forwarded-For`."""

    resolve_session: ResolveSession
    find_once: FindOnce
    limiter: RateLimiter
    trusted_proxies: int = 0
    gate: Gate = field(default_factory=lambda: Gate(Clock()))


def edge_of(request: ApiRequest) -> EdgePorts:
    found: EdgePorts = request.app.ctx.edge
    return found


async def log_in(request: ApiRequest) -> Identity:
    """Note who sends the request on it, and return them; raises `Unauthenticated`."""
    token = bearer_token(request.headers.get("authorization"))
    identity = None if token is None else await edge_of(request).resolve_session(token)
    if identity is None:
        raise Unauthenticated()
    request.who = identity
    return identity
