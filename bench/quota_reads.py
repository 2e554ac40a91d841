"""The figures of the quota on an opening day: 64 readers at once, alone and beside submissions."""

import asyncio
from collections.abc import Sequence
from functools import partial

from redis.asyncio import Redis

from bench.case import Bench, Found, Table
from bench.children import Served, served
from bench.lists import fetch
from bench.rounds import Run, Side, compare, run_module
from bench.seed import Client
from bench.serve_bytes import BODY_FILE
from bench.submits import submit_turn

_READERS = 64
_SUBMITTERS = 8
_SCRIPTS = ("eval", "evalsha")


async def measure_quota_reads(bench: Bench) -> list[Found]:
    """Against a bare server of the same bytes; then how readers and submissions bear each other."""
    target = f"/api/v1/programmes/{bench.stage.definition.edition.code}/quota"
    folder = bench.stage.running.plan.folder
    body = folder.root / "quota.json"
    body.write_bytes(await asyncio.to_thread(fetch, bench.ours.port, target))
    reads = bench.choose(24_000, 6_400)
    async with served(folder, "bench.serve_bytes", {BODY_FILE: str(body)}) as bare:
        compared = await compare(
            "quota reads",
            # The peer answers from memory; each of these is answered by a call to the ranking.
            0.5,
            partial(_read_turn, bench, bench.ours, target),
            partial(_read_turn, bench, bare, target),
            requests=reads,
            warm_up=reads // 4,
            rounds=bench.choose(7, 3),
        )
    return [compared, await _beside_submissions(bench, target, reads)]


async def _read_turn(bench: Bench, side: Served, target: str, requests: int) -> Run:
    times = requests // _READERS
    client = {"method": "GET", "headers": "", "targets": [target], "times": times}
    plan = {"port": side.port, "clients": [client] * _READERS}
    return await run_module("bench.load", plan, bench.watched(side))


async def _beside_submissions(bench: Bench, target: str, reads: int) -> Table:
    """Readers alone, submissions alone, and both at once, on one server process."""
    submits = bench.choose(1_600, 480)
    clients = await bench.drafts(_SUBMITTERS, ready=2 * submits // _SUBMITTERS)
    before = await _script_calls(bench)
    reading = await _read_turn(bench, bench.ours, target, reads)
    calls = await _script_calls(bench) - before
    submitting = await _submit(bench, clients, submits)
    reading_too, submitting_too = await asyncio.gather(
        _read_turn(bench, bench.ours, target, reads), _submit(bench, clients, submits)
    )
    return Table(
        f"Quota reads, {_READERS} connections, beside submissions of {_SUBMITTERS} clients: "
        f"{calls / reads:.3f} calls of the ranking for each read alone",
        [
            ("", "per second", "p50/p99", "lasted"),
            _row("reads alone", reading),
            _row("reads beside submissions", reading_too),
            _row("submissions alone", submitting),
            _row("submissions beside reads", submitting_too),
        ],
    )


async def _submit(bench: Bench, clients: Sequence[Client], submits: int) -> Run:
    return await submit_turn(bench, bench.ours, clients, submits)


async def _script_calls(bench: Bench) -> int:
    """How many scripts the ranking's server has run so far."""
    async with Redis.from_url(bench.stage.settings.redis_url) as client:
        stats = await client.info("commandstats")
    return sum(int(stats.get(f"cmdstat_{name}", {"calls": 0})["calls"]) for name in _SCRIPTS)


def _row(name: str, run: Run) -> tuple[str, ...]:
    side = Side([run])
    latency = f"{side.quantile_ms(0.5):.1f}/{side.quantile_ms(0.99):.1f} ms"
    return (name, f"{run.rate:.0f}", latency, f"{run.seconds:.1f} s")
