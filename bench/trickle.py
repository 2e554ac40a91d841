"""A trickle of heads that never end, without a login: what it costs those who ask for something."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.case import Bench, Found, Table
from bench.rounds import Run, Side, run_module

_READERS, _SOCKETS, _AIM = 8, 5_000, 2.0
_READY_S = 60


async def measure_trickle(bench: Bench) -> list[Found]:
    """A page of platforms by 8 readers, with and without 5 000 trickling connections beside them."""
    target = f"/api/v1/programmes/{bench.stage.definition.edition.code}/platforms?limit=20"
    reads = bench.choose(16_000, 4_000)

    async def turn() -> Run:
        client = {"method": "GET", "headers": "", "targets": [target]}
        client["times"] = reads // _READERS  # type: ignore[assignment]
        plan = {"port": bench.ours.port, "clients": [client] * _READERS}
        return await run_module("bench.load", plan, bench.watched(bench.ours))

    alone, beside = Side(), Side()
    await turn()
    for _ in range(bench.choose(5, 3)):
        alone.runs.append(await turn())
        async with _trickling(bench.ours.port):
            beside.runs.append(await turn())
    rows = [
        [name, f"{side.rate:.0f}", f"{side.quantile_ms(0.5):.1f}", f"{side.quantile_ms(0.99):.1f}"]
        for name, side in (("alone", alone), (f"beside {_SOCKETS}", beside))
    ]
    ratio = beside.quantile_ms(0.99) / alone.quantile_ms(0.99)
    verdict = f"p99 ratio {ratio:.2f} (aim ≤ {_AIM:.0f}{'' if ratio <= _AIM else ', MISSED'})"
    return [Table(f"trickle: {verdict}", [["readers", "requests/s", "p50 ms", "p99 ms"], *rows])]


@asynccontextmanager
async def _trickling(port: int) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.trickler", str(port), str(_SOCKETS)),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("no output")
        async with asyncio.timeout(_READY_S):
            await process.stdout.readline()
        yield
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
