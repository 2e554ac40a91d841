"""Public pages against the API's own answers about the same, on one server: platforms, and the money."""

from functools import partial

from bench.case import Bench, Found
from bench.rounds import Compared, Run, compare, run_module

_READERS = 32
_AIM = 0.5


async def measure_pages(bench: Bench) -> list[Found]:
    """One page of 20 platforms, and the live figures, 32 connections each."""
    code = f"/programmes/{bench.stage.definition.edition.code}"
    return [
        await _compared(bench, "platforms as a page", f"{code}/platforms"),
        await _compared(bench, "quota as a page", f"{code}/quota"),
    ]


async def _compared(bench: Bench, name: str, path: str) -> Compared:
    reads = bench.choose(24_000, 6_400)
    return await compare(
        name,
        _AIM,
        partial(_turn, bench, path),
        partial(_turn, bench, f"/api/v1{path}"),
        requests=reads,
        warm_up=reads // 4,
        rounds=bench.choose(7, 3),
    )


async def _turn(bench: Bench, target: str, requests: int) -> Run:
    times = requests // _READERS
    client = {"method": "GET", "headers": "", "targets": [target], "times": times}
    plan = {"port": bench.ours.port, "clients": [client] * _READERS}
    return await run_module("bench.load", plan, bench.watched(bench.ours))
