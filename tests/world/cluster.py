"""A Cluster of three nodes, made by the test and gone with the block."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from random import Random
from socket import socket
from uuid import uuid4

from redis.asyncio import Redis

from tests.world.valkey import READY_SECONDS, valkey_server

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


@asynccontextmanager
async def cluster_servers() -> AsyncIterator[str]:
    """The URL of the first of three nodes that have shared the slots among themselves."""
    ports = free_ports(3)
    async with AsyncExitStack() as stack:
        for port in ports:
            options = ("--port", str(port), "--bind", "127.0.0.1", "--cluster-enabled", "yes")
            await stack.enter_async_context(valkey_server(*options))
        await _join(ports)
        yield f"redis+cluster://127.0.0.1:{ports[0]}"


async def _join(ports: list[int]) -> None:
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
            await _until_ready(node, len(nodes))
    for node in nodes:
        await node.aclose()


async def _until_ready(node: Redis, nodes: int) -> None:
    wanted = {"cluster_state": "ok", "cluster_known_nodes": str(nodes)}
    info = await node.execute_command("CLUSTER INFO")
    while not wanted.items() <= info.items():
        await asyncio.sleep(0.05)
        info = await node.execute_command("CLUSTER INFO")
