"""A Valkey of this test process and a ranking under a namespace of each test's own."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest_asyncio

from storage.redis.connect import Client, open_redis
from storage.redis.keys import Keys
from storage.redis.quota import QuotaRedis
from tests.fixtures.valkey import valkey_server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def valkey_url() -> AsyncIterator[str]:
    async with valkey_server() as url:
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(valkey_url: str) -> AsyncIterator[Client]:
    opened = open_redis(valkey_url)
    yield opened
    await opened.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def quota(client: Client) -> QuotaRedis:
    return QuotaRedis(client, Keys(f"test-{uuid4().hex}"))


@pytest_asyncio.fixture(loop_scope="session")
async def pool_id() -> UUID:
    return uuid4()
