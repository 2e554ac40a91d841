"""The same scripts and the same client face on a Cluster of three nodes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from random import Random
from socket import socket
from uuid import uuid4

import pytest_asyncio
from redis.asyncio import Redis

from models.rules.ranking import RankedClaim
from storage.redis.cache import Cache
from storage.redis.connect import Client, check_policy, open_redis, run_ids
from storage.redis.movements import held_claims, list_movements, resume_movements
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import rebuild_pool
from tests.fixtures.valkey import READY_SECONDS, valkey_server
from tests.storage.redis.claims import snapshot
from tests.storage.redis.life import POOLS, Life, equals_the_reference

SLOTS = 16_384


def free_ports(count: int) -> list[int]:
    """Ports that are free now; the bus of a node listens 10 000 above its own, hence the range."""
    found: list[int] = []
    source = Random(str(uuid4()))
    while len(found) < count:
        port = source.randrange(20_000, 50_000)
        with socket() as own, socket() as bus:
            try:
                own.bind(("127.0.0.1", port))
                bus.bind(("127.0.0.1", port + 10_000))
            except OSError:
                continue
        found.append(port)
    return found


async def join(ports: list[int]) -> None:
    """Gives each node its share of the slots and waits until all of them agree."""
    nodes = [Redis(host="127.0.0.1", port=port, protocol=2) for port in ports]
    share = SLOTS // len(nodes)
    for number, node in enumerate(nodes):
        end = SLOTS - 1 if number == len(nodes) - 1 else (number + 1) * share - 1
        await node.execute_command("CLUSTER ADDSLOTSRANGE", number * share, end)
        await node.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
    for port in ports[1:]:
        await nodes[0].execute_command("CLUSTER MEET", "127.0.0.1", port)
    async with asyncio.timeout(READY_SECONDS):
        for node in nodes:
            await until_ready(node, len(nodes))
    for node in nodes:
        await node.aclose()


async def until_ready(node: Redis, nodes: int) -> None:
    wanted = {"cluster_state": "ok", "cluster_known_nodes": str(nodes)}
    info = await node.execute_command("CLUSTER INFO")
    while not wanted.items() <= info.items():
        await asyncio.sleep(0.05)
        info = await node.execute_command("CLUSTER INFO")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cluster() -> AsyncIterator[Client]:
    ports = free_ports(3)
    async with AsyncExitStack() as stack:
        for port in ports:
            options = ("--port", str(port), "--bind", "127.0.0.1", "--cluster-enabled", "yes")
            await stack.enter_async_context(valkey_server(*options))
        await join(ports)
        client = open_redis(f"redis+cluster://127.0.0.1:{ports[0]}")
        yield client
        await client.aclose()


async def test_pools_on_all_nodes_equal_the_reference(cluster: Client) -> None:
    quota = QuotaRedis(cluster)
    for number, limits in enumerate(POOLS.values()):
        life, pool_id = Life(Random(number), limits), uuid4()
        for _ in range(40):
            life.happen()
        early: list[RankedClaim] = list(life.rows.values())
        await rebuild_pool(
            quota, pool_id, epoch=1, limits=life.limits, snapshot=lambda rows=early: snapshot(rows)
        )
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


async def test_every_node_is_asked_for_its_policy_and_run_id(cluster: Client) -> None:
    await check_policy(cluster)
    assert len(await run_ids(cluster)) == 3


async def test_the_cache_works_on_every_node(cluster: Client) -> None:
    cache = Cache(cluster, "session", 30)
    for name in map(str, range(20)):
        await cache.put(name, name.encode())
        assert await cache.find(name) == name.encode()
