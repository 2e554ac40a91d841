"""Decisions a second against a script that only increments a counter: same client, same server."""

from collections.abc import Sequence
from typing import Any

from bench.case import Bench, Found
from bench.rounds import Compared, Run, Side, call_module

_SIZE = 20_000
_AIM = 0.65


async def measure_counter(bench: Bench) -> list[Found]:
    """In a pool of 20 000 claims, 48 callers at once; `growth` shows the round trip of one alone."""
    plan = {
        "redis_url": bench.stage.settings.redis_url,
        "namespace": "counter",
        "sizes": [_SIZE],
        "callers": 48,
        "decisions": bench.choose(3_300, 1_650),
        "rounds": bench.choose(21, 9),
    }
    decisions, counts = await call_module("bench.decide", plan)
    await bench.stage.forget("counter")
    return [Compared("decision, 48 at once", _AIM, sides(decisions), sides(counts))]


def sides(rounds: Sequence[dict[str, Any]]) -> Side:
    """The rounds of one kind as `bench.decide` tells them."""
    return Side(
        [
            Run(one["seconds"], one["milliseconds"], {"script": one["server_us"] / 1e6})
            for one in rounds
        ]
    )
