"""Each kind of server keeps pools, policies and the cache, and the kinds are what they say."""

import random
from uuid import uuid4

from redis.asyncio import RedisCluster

from storage.redis.cache import Cache
from storage.redis.connect import Client, check_policy
from storage.redis.inspect import inspect_pool
from storage.redis.movements import held_claims, list_movements, resume_movements
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import open_pool
from tests.storage.redis.life import POOLS, Life, equals_the_reference


async def test_pools_on_all_nodes_equal_the_reference(quota: QuotaRedis) -> None:
    served_by: set[str] = set()
    for number, limits in enumerate([*POOLS.values()] * 2):
        life, pool_id = Life(random.Random(number), limits), uuid4()
        for _ in range(40):
            life.happen()
        await open_pool(quota, pool_id, life.limits, *life.rows.values())
        for _ in range(40):
            life.happen()
            await life.deliver(quota, pool_id, 2)
        await life.reconcile(quota, pool_id)
        await equals_the_reference(quota, pool_id, life)
        assert await list_movements(quota, pool_id)
        held = {one.claim_id async for one in held_claims(quota, pool_id)}
        assert held == set(life.rows)
        assert (await resume_movements(quota, pool_id)).epoch == 1
        assert await list_movements(quota, pool_id) == []
        served_by.add((await inspect_pool(quota, pool_id)).run_id)
    assert (len(served_by) > 1) is isinstance(quota.client, RedisCluster)


async def test_every_node_keeps_what_it_holds(client: Client) -> None:
    await check_policy(client)


async def test_the_cache_works_on_every_node(client: Client) -> None:
    cache = Cache(client, uuid4().hex, 30)
    for name in map(str, range(20)):
        await cache.put(name, name.encode())
        assert await cache.find(name) == name.encode()


async def test_the_kinds_are_what_they_say(client: Client, request: object) -> None:
    """Otherwise three kinds could be one, and nobody would know."""
    kind = request.node.callspec.params["client"]  # type: ignore[attr-defined]
    node = client.get_random_node() if isinstance(client, RedisCluster) else None
    said = await (client.info("server", target_nodes=node) if node else client.info("server"))
    mode = said.get("redis_mode") or said["server_mode"]
    assert mode == ("cluster" if kind == "cluster" else "standalone")
    assert ("valkey_version" in said) is (kind != "redis")
