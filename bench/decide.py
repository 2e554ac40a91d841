"""Lets pools and a bare counter take turns at deciding, through the client that the product uses.

Reads a plan as JSON on standard input (redis_url, namespace, sizes, callers, decisions, rounds),
writes what it measured as JSON on standard output: for each size in order, then for the counter,
its rounds. A round is `decisions` calls by so many callers at once, each sending its next call when
the answer to the last one is there. `server_us` is what the server spent in the calls, by its own
count.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from hashlib import sha1
from time import perf_counter
from typing import Any
from uuid import UUID

import uvloop

from bench.line import Line, line_of
from storage.redis.connect import Client, open_redis
from storage.redis.keys import Keys
from storage.redis.quota import QuotaRedis
from storage.redis.scripts import Script, run

_TEXT = "return redis.call('INCR', KEYS[1])"
COUNTER = Script("counter", _TEXT, sha1(_TEXT.encode(), usedforsecurity=False).hexdigest())

Call = Callable[[], Awaitable[object]]


@dataclass
class Kind:
    """What is called in turn with the others; its calls are made ready before the clock starts."""

    prepare: Callable[[int], Iterator[Call]]
    tidy: Callable[[], Awaitable[object]]
    runs: list[dict[str, Any]]


def _pool(quota: QuotaRedis, line: Line) -> Kind:
    def prepare(count: int) -> Iterator[Call]:
        for claim in list(line.decisions(count)):
            yield lambda claim=claim: quota.apply(line.pool_id, claim)  # type: ignore[misc]

    async def tidy() -> None:
        # As the recorder does; a stream that nobody reads would grow without end.
        await quota.client.xtrim(quota.keys.stream(line.pool_id), maxlen=0, approximate=False)

    return Kind(prepare, tidy, [])


def _counter(client: Client, key: str) -> Kind:
    def prepare(count: int) -> Iterator[Call]:
        for _ in range(count):
            yield lambda: run(client, COUNTER, [key], ())

    return Kind(prepare, lambda: client.ping(), [])


async def _round(client: Client, kind: Kind, decisions: int, callers: int) -> dict[str, Any]:
    calls = iter(list(kind.prepare(decisions)))
    milliseconds: list[float] = []

    async def caller() -> None:
        for call in calls:
            began = perf_counter()
            await call()
            milliseconds.append((perf_counter() - began) * 1000)

    before = await _server_us(client)
    began = perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    seconds = perf_counter() - began
    spent = await _server_us(client) - before
    await kind.tidy()
    return {"seconds": seconds, "milliseconds": milliseconds, "server_us": spent}


async def _server_us(client: Client) -> int:
    stats = await client.info("commandstats")
    return sum(stats.get(f"cmdstat_{name}", {}).get("usec", 0) for name in ("evalsha", "eval"))


async def measure(plan: dict[str, Any]) -> list[list[dict[str, Any]]]:
    client = open_redis(plan["redis_url"])
    quota = QuotaRedis(client, Keys(plan["namespace"]))
    kinds = []
    for number, size in enumerate(plan["sizes"], start=1):
        line = line_of(number, size)
        await line.fill(quota)
        kinds.append(_pool(quota, line))
    kinds.append(_counter(client, quota.keys.pool(UUID(int=0))[0]))
    for number in range(-1, plan["rounds"]):
        turn = number % len(kinds)
        for kind in kinds[turn:] + kinds[:turn]:
            found = await _round(client, kind, plan["decisions"], plan["callers"])
            if number >= 0:  # the first round only warms up
                kind.runs.append(found)
    await client.aclose()
    return [kind.runs for kind in kinds]


def main() -> None:
    json.dump(uvloop.run(measure(json.load(sys.stdin))), sys.stdout)


if __name__ == "__main__":
    main()
