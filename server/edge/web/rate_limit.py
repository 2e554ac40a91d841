"""How often one address or one person may call a route."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter
from typing import Literal

from models.rules.reasons import Text
from server.edge.web.client_address import client_address
from server.edge.web.ports import edge_of
from server.edge.web.request import ApiRequest
from server.errors import RateLimited


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `limit` calls in `per_seconds`, counted per address or per person under `name`.

    `more`: what persons of a role may, of several roles the most. `told`: what is refused, in words.
    """

    name: str
    limit: int
    per_seconds: int
    by: Literal["address", "user"] = "address"
    more: Mapping[str, int] = field(default_factory=dict)
    told: Text | None = None

    def limit_for(self, request: ApiRequest) -> int:
        """How many the sender may."""
        if not self.more:
            return self.limit
        theirs = self.more.keys() & request.identity.roles
        return max((self.more[role] for role in theirs), default=self.limit)


def bucket_of(request: ApiRequest, rate: RateLimit, trusted_proxies: int) -> str:
    """The counter's name; an address is personal data, so only its hash leaves this process."""
    if rate.by == "user":
        return f"{rate.name}:user:{request.identity.user_id}"
    address = client_address(request, trusted_proxies)
    return f"{rate.name}:address:{blake2b(address.encode(), digest_size=12).hexdigest()}"


async def enforce(request: ApiRequest, limits: tuple[RateLimit, ...], *, cost: int = 1) -> None:
    """Count this call, as `cost` calls, against each limit.

    Raises `RateLimited` with the longest wait.
    """
    ports = edge_of(request)
    refused = []
    for rate in limits:
        bucket = bucket_of(request, rate, ports.trusted_proxies)
        limit = rate.limit_for(request)
        wait = await ports.limiter.allow(bucket, limit, rate.per_seconds, cost=cost)
        if wait is not None:
            refused.append((wait.seconds, rate.told))
    if refused:
        seconds, told = max(refused, key=itemgetter(0))
        raise RateLimited(told, retry_after=seconds)
