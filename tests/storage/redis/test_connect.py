"""One kind of failure leaves this house; a server that forgets keys is refused at the start."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from uuid import UUID, uuid4

import pytest

from storage.errors import StoreUnavailable
from storage.redis.cache import Cache
from storage.redis.connect import Client, PolicyRefused, check_policy, open_redis, redis_edge
from storage.redis.inspect import inspect_pool
from storage.redis.movements import Revision, list_movements, trim_movements
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import make_claim, money, open_pool
from tests.world.valkey import valkey_server


async def test_a_server_that_may_evict_is_refused(client: Client) -> None:
    await check_policy(client)
    async with valkey_server("--maxmemory-policy", "allkeys-lru") as url:
        evicting = open_redis(url)
        with pytest.raises(PolicyRefused) as refused:
            await check_policy(evicting)
        await evicting.aclose()
    assert refused.value.policy == "allkeys-lru"


async def test_another_server_has_another_run_id(client: Client, pool_id: UUID) -> None:
    known = (await inspect_pool(QuotaRedis(client), pool_id)).run_id
    assert known == (await inspect_pool(QuotaRedis(client), pool_id)).run_id
    async with valkey_server() as url:
        other = open_redis(url)
        assert known != (await inspect_pool(QuotaRedis(other), pool_id)).run_id
        await other.aclose()


async def test_every_call_says_unavailable_when_nobody_listens(pool_id: UUID) -> None:
    nowhere = open_redis("unix:///nonexistent/socket")
    quota, cache = QuotaRedis(nowhere), Cache(nowhere, "session", 30)
    calls: list[Awaitable[object]] = [
        quota.apply(pool_id, make_claim(1)),
        quota.standing(pool_id, uuid4()),
        quota.figures(pool_id),
        quota.resize(pool_id, money(1)),
        quota.rebalance(pool_id),
        list_movements(quota, pool_id),
        trim_movements(quota, pool_id, through=Revision(1, 1)),
        cache.find("a"),
        cache.put("a", b"1"),
        cache.drop("a"),
        check_policy(nowhere),
        inspect_pool(quota, pool_id),
    ]
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreUnavailable] * len(calls)
    await nowhere.aclose()


async def test_a_server_that_hangs_counts_as_unavailable(pool_id: UUID) -> None:
    silent = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    client = open_redis(f"redis://127.0.0.1:{port}")
    async with asyncio.timeout(60):
        with pytest.raises(StoreUnavailable):
            await QuotaRedis(client).figures(pool_id)
    await client.aclose()
    silent.close()


async def test_memory_that_is_full_is_unavailable_and_changes_nothing(pool_id: UUID) -> None:
    async with valkey_server() as url:
        client = open_redis(url)
        quota = QuotaRedis(client)
        await open_pool(quota, pool_id, money(1_000), make_claim(1))
        before = await quota.report(pool_id)
        await client.config_set("maxmemory", 1)
        with pytest.raises(StoreUnavailable):
            await quota.apply(pool_id, make_claim(2))
        await client.config_set("maxmemory", 0)
        assert await quota.report(pool_id) == before
        await client.aclose()


async def test_a_forgotten_script_is_sent_again(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(100))
    await quota.client.script_flush()
    assert (await quota.apply(pool_id, make_claim(1))).state == "funded"


async def test_dropped_connections_are_opened_again(pool_id: UUID) -> None:
    async with valkey_server() as url:
        client = open_redis(url)
        quota = QuotaRedis(client)
        await open_pool(quota, pool_id, money(100))
        await client.client_kill_filter(_type="normal", skipme=False)
        assert (await quota.apply(pool_id, make_claim(1))).state == "funded"
        await client.aclose()


async def test_the_cache_keeps_forgets_and_expires(client: Client) -> None:
    cache = Cache(client, uuid4().hex, 30)
    assert await cache.find("a") is None
    await cache.put("a", b"\x00\xff")
    assert await cache.find("a") == b"\x00\xff"
    assert 0 < await client.pttl(cache.keys.cache(cache.kind, "a")) <= 30_000
    await cache.drop("a")
    assert await cache.find("a") is None


def test_a_connection_that_was_dropped_while_it_opened_is_no_answer() -> None:
    """As redis-py's Cluster client fails, seen on a busy machine."""
    stream: Any = None
    with pytest.raises(StoreUnavailable), redis_edge():
        stream.writelines([b"PING"])


def test_a_fault_of_ours_is_not_taken_for_silence() -> None:
    claim: Any = make_claim(1)
    with pytest.raises(AttributeError), redis_edge():
        claim.no_such_field  # noqa: B018  # to fail is all it is for
