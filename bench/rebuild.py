"""Rebuild of the ranking of a large pool: how long, how much memory, and what people feel of it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from redis.asyncio import Redis

from bench.case import Bench, Found, Table
from bench.editions import filled_editions, rebuild_ranking
from bench.growth import sizes
from bench.rounds import Run, Side
from bench.seed import Client
from bench.submits import submit_turn
from storage.redis.keys import Keys

_CLIENTS = 8
_TURN = 80
_DRAFTS = 2_000


async def measure_rebuild(bench: Bench) -> list[Found]:
    """In a process of its own, as the worker would; first alone, then while submissions come in."""
    largest = (await filled_editions(bench.stage, "growth", sizes(bench)))[-1]
    clients = await bench.drafts(_CLIENTS, ready=_DRAFTS, definition=largest.definition)
    await _turn(bench, clients)
    quiet = Side([await _turn(bench, clients) for _ in range(bench.choose(20, 8))])
    pool = largest.pool_id
    alone = await rebuild_ranking(bench.stage, [str(pool)])
    held = await _held_bytes(bench, pool)
    beside = asyncio.create_task(rebuild_ranking(bench.stage, [str(pool)]))
    busy = Side()
    try:
        while not beside.done() and len(clients[0].ready) > _TURN // _CLIENTS:
            busy.runs.append(await _turn(bench, clients))
        with_others = await beside
    finally:
        beside.cancel()
    return [_rebuilt(alone, with_others, held), _felt(quiet, busy)]


async def _turn(bench: Bench, clients: Sequence[Client]) -> Run:
    return await submit_turn(bench, bench.ours, clients, _TURN)


async def _held_bytes(bench: Bench, pool_id: UUID) -> int:
    """What Valkey holds of the pool, as it counts itself."""
    keys = Keys(bench.stage.settings.redis_namespace).pool(pool_id)
    async with Redis.from_url(bench.stage.settings.redis_url) as client:
        return sum([await client.memory_usage(key, samples=1000) or 0 for key in keys])


def _rebuilt(alone: Mapping[str, Any], beside: Mapping[str, Any], held: int) -> Table:
    heading = ("rebuild", "claims", "seconds", "claims/s", "memory of it", "memory in Valkey")
    rows = [heading]
    for name, one in (("alone", alone), ("while submissions come in", beside)):
        rate = f"{one['claims'] / one['seconds']:.0f}"
        grown = f"{one['grown_bytes'] / 2**20:.0f} MiB"
        claims, seconds = f"{one['claims']}", f"{one['seconds']:.1f}"
        rows.append((name, claims, seconds, rate, grown, f"{held / 2**20:.0f} MiB"))
    return Table("Rebuild of the ranking of one pool", rows)


def _felt(quiet: Side, busy: Side) -> Table:
    rows = [("submissions", "measured", "p50/p99", "per second")]
    for name, side in (("without a rebuild", quiet), ("during the rebuild", busy)):
        measured = sum(len(run.milliseconds) for run in side.runs)
        latency = f"{side.quantile_ms(0.5):.0f}/{side.quantile_ms(0.99):.0f} ms"
        rows.append((name, str(measured), latency, f"{side.rate:.0f}"))
    return Table(f"Submissions through HTTP into that pool, {_CLIENTS} clients", rows)
