"""A ranking under a namespace of each test's own, on each kind of server that it must run on.

Every test here runs on Valkey, on a Cluster of three and on Redis 7.0 as Debian has it. Where
`redis-server` is not installed its tests are skipped and say so, on every machine: a missing
package of the system is no fault of the code, and the same scripts have run on the other two.
`.ci/run` installs it where it may.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from storage.redis.connect import Client, open_redis
from storage.redis.keys import Keys
from storage.redis.quota import QuotaRedis
from tests.world.cluster import cluster_servers
from tests.world.valkey import valkey_server

DEBIANS = shutil.which("redis-server")
KINDS = [
    "valkey",
    "cluster",
    pytest.param(
        "redis",
        marks=pytest.mark.skipif(
            DEBIANS is None, reason="redis-server is not installed (apt-get install redis-server)"
        ),
    ),
]


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=KINDS)
async def client(request: pytest.FixtureRequest) -> AsyncIterator[Client]:
    """A client of one server of that kind, which the tests of this process share."""
    async with _servers(request.param) as url:
        opened = open_redis(url)
        yield opened
        await opened.aclose()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def valkey_url() -> AsyncIterator[str]:
    """Of a Valkey, for tests of the client's own ways with one server."""
    async with _servers("valkey") as url:
        yield url


def _servers(kind: str) -> AbstractAsyncContextManager[str]:
    if kind == "cluster":
        return cluster_servers()
    return valkey_server(program=DEBIANS if kind == "redis" else None)


@pytest_asyncio.fixture(loop_scope="session")
async def quota(client: Client) -> QuotaRedis:
    return QuotaRedis(client, Keys(f"test-{uuid4().hex}"))


@pytest_asyncio.fixture(loop_scope="session")
async def pool_id() -> UUID:
    return uuid4()
