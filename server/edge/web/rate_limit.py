"""How often one address or one person may call a route."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from server.edge.web.client_address import client_address
from server.edge.web.ports import edge_of
from server.edge.web.request import ApiRequest
from server.errors import RateLimited


@dataclass(frozen=True, slots=True)
class RateLimit:
    """At most `limit` calls in `per_seconds`, counted per address or per person under `name`."""

    name: str
    limit: int
    per_seconds: int
    by: Literal["address", "user"] = "address"


def bucket_of(request: ApiRequest, rate: RateLimit, trusted_proxies: int) -> str:
    """The counter's name; an address is personal data, so only its hash leaves this process."""
    if rate.by == "user":
        return f"{rate.name}:user:{request.identity.user_id}"
    address = client_address(request, trusted_proxies)
    return f"{rate.name}:address:{blake2b(address.encode(), digest_size=12).hexdigest()}"


async def enforce(request: ApiRequest, limits: tuple[RateLimit, ...]) -> None:
    """Count this call against each limit; raises `RateLimited` with the longest wait."""
    ports = edge_of(request)
    waits = [
        await ports.limiter.allow(
            bucket_of(request, rate, ports.trusted_proxies), rate.limit, rate.per_seconds
        )
        for rate in limits
    ]
    refused = [wait.seconds for wait in waits if wait is not None]
    if refused:
        raise RateLimited(retry_after=max(refused))
