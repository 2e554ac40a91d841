"""(a) A read that many ask for: the platform list against a bare server of the same bytes."""

import asyncio
from urllib.request import urlopen

from bench.case import Bench, Found
from bench.children import Served, served
from bench.rounds import Run, compare, run_module
from bench.serve_bytes import BODY_FILE

_READERS = 32


async def measure_lists(bench: Bench) -> list[Found]:
    """One page of 20, 32 connections."""
    target = f"/api/v1/programmes/{bench.stage.definition.edition.code}/platforms?limit=20"
    folder = bench.stage.running.plan.folder
    body = folder.root / "list.json"
    body.write_bytes(await asyncio.to_thread(fetch, bench.ours.port, target))
    reads = bench.choose(24_000, 6_400)
    async with served(folder, "bench.serve_bytes", {BODY_FILE: str(body)}) as bare:

        async def turn(side: Served, requests: int) -> Run:
            times = requests // _READERS
            client = {"method": "GET", "headers": "", "targets": [target], "times": times}
            plan = {"port": side.port, "clients": [client] * _READERS}
            return await run_module("bench.load", plan, bench.watched(side))

        found = await compare(
            "(a) platform list",
            0.75,
            lambda n: turn(bench.ours, n),
            lambda n: turn(bare, n),
            requests=reads,
            warm_up=reads // 4,
            rounds=bench.choose(7, 3),
        )
    return [found]


def fetch(port: int, target: str) -> bytes:
    """The body that our server answers there."""
    with urlopen(f"http://127.0.0.1:{port}{target}") as answer:  # our own server
        found: bytes = answer.read()
        return found
