"""Opens the Redis client, one server or a Cluster by URL, and turns its errors into ours."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final

from redis.asyncio import BlockingConnectionPool, Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisClusterException, RedisError, ResponseError

from storage.errors import StoreUnavailable
from storage.redis.connections import quick_class

CLUSTER_SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {"redis+cluster": "redis", "rediss+cluster": "rediss"}
)
CONNECT_SECONDS = 0.5
ANSWER_SECONDS = 1.0
MAX_CONNECTIONS = 64

Client = Redis | RedisCluster

_log = logging.getLogger(__name__)


class PolicyRefused(Exception):
    """The server may evict keys when memory is short, which would forget claims."""

    def __init__(self, policy: str) -> None:
        super().__init__(
            f"maxmemory-policy 为 {policy}，必须设为 noeviction，否则内存不足时会丢失排队数据 / "
            f"maxmemory-policy is {policy}; it must be noeviction, or claims could be forgotten"
        )
        self.policy = policy


def open_redis(url: str, *, max_connections: int = MAX_CONNECTIONS) -> Client:
    """A client that connects at first use.

    `redis://`, `rediss://`, `unix://` name one server, `redis+cluster://` any node of a Cluster.
    One retry without waiting, since a pooled connection may have died with its server; answers
    slower than a second count as none and are not asked for again.
    """
    scheme, _, rest = url.partition("://")
    options: dict[str, Any] = {
        "socket_connect_timeout": CONNECT_SECONDS,
        "socket_timeout": ANSWER_SECONDS,
        "retry": Retry(NoBackoff(), 1, supported_errors=(ConnectionError,)),
        "protocol": 2,
    }
    if scheme in CLUSTER_SCHEMES:
        address = f"{CLUSTER_SCHEMES[scheme]}://{rest}"
        return RedisCluster.from_url(address, max_connections=max_connections, **options)
    pool = BlockingConnectionPool.from_url(
        url, max_connections=max_connections, timeout=ANSWER_SECONDS, **options
    )
    pool.connection_class = quick_class(pool.connection_class)
    return Redis.from_pool(pool)


@contextmanager
def redis_edge() -> Iterator[None]:
    """Whatever Redis fails with inside leaves this house as `StoreUnavailable("redis")`."""
    try:
        yield
    except ResponseError as error:
        # The server answers but refuses: full, read-only, or a fault of ours that must be seen.
        _log.error("redis refused: %s", error)
        raise StoreUnavailable("redis", f"{type(error).__name__}: {error}") from error
    except (RedisError, RedisClusterException, OSError, TimeoutError) as error:
        raise StoreUnavailable("redis", f"{type(error).__name__}: {error}") from error
    except AttributeError as error:
        # One caller's lost answer makes redis-py's Cluster client (8.1) drop every connection to
        # the node, also one that another caller is opening: that one's stream is then None.
        if error.obj is not None:
            raise
        raise StoreUnavailable("redis", "the connection was dropped while it opened") from error


async def check_policy(client: Client) -> None:
    """Raises `PolicyRefused` unless every node keeps what it holds (`noeviction`)."""
    with redis_edge():
        answers = await _memory(client)
    for answer in answers:
        policy = str(answer.get("maxmemory_policy", "noeviction"))
        if policy != "noeviction":
            raise PolicyRefused(policy)


async def _memory(client: Client) -> list[dict[str, Any]]:
    if isinstance(client, RedisCluster):
        by_node = await client.info("memory", target_nodes=RedisCluster.PRIMARIES)
        if by_node and all(isinstance(value, dict) for value in by_node.values()):
            return list(by_node.values())
        return [by_node]
    return [await client.info("memory")]
