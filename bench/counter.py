"""Decisions a second against a script that only increments a counter: same client, same server."""

from collections.abc import Sequence
from typing import Any

from bench.case import Bench, Found
from bench.rounds import Compared, Run, Side, call_module

_SIZE = 20_000
_AIM = 0.65


async def measure_counter(bench: Bench) -> list[Found]:
    """In a pool of 20 000 claims, called by 48 at once and by one alone."""
    found: list[Found] = []
    for callers in (48, 1):
        plan = {
            "redis_url": bench.stage.settings.redis_url,
            "namespace": f"counter-{callers}",
            "sizes": [_SIZE],
            "callers": callers,
            "decisions": bench.choose(3_300, 1_650),
            "rounds": bench.choose(15, 7),
        }
        decisions, counts = await call_module("bench.decide", plan)
        name = f"decision, {callers} at once" if callers > 1 else "decision, one alone"
        found.append(Compared(name, _AIM, sides(decisions), sides(counts)))
    return found


def sides(rounds: Sequence[dict[str, Any]]) -> Side:
    """The rounds of one kind as `bench.decide` tells them."""
    return Side(
        [
            Run(one["seconds"], one["milliseconds"], {"script": one["server_us"] / 1e6})
            for one in rounds
        ]
    )
