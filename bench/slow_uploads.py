"""Fifty clients on slow lines send large papers: what it costs the others, and the server's memory."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bench.case import Bench, Found, Table
from bench.rounds import Run, Side, run_module

_CLIENTS, _READERS, _AIM = 50, 8, 1.5
_RATE = 128 * 1024
_MEBIBYTE = 1024 * 1024
_READS = 4_000


async def measure_slow_uploads(bench: Bench) -> list[Found]:
    """A page of platforms by 8 readers, with and without 50 uploads at 128 KiB a second beside them."""
    size = bench.choose(18, 6) * _MEBIBYTE
    clients = await bench.drafts(_CLIENTS, empty=1)
    target = f"/api/v1/programmes/{bench.stage.definition.edition.code}/platforms?limit=20"

    async def turn() -> Run:
        reader = {"method": "GET", "headers": "", "targets": [target], "times": _READS // _READERS}
        plan = {"port": bench.ours.port, "clients": [reader] * _READERS}
        return await run_module("bench.load", plan, bench.watched(bench.ours))

    alone, beside = Side(), Side()
    for _ in range(4):
        alone.runs.append(await turn())
    uploads = [
        {"target": f"/api/v1/applications/{one.empty[0]}/evidence", "token": one.token}
        for one in clients
    ]
    before, most = _memory(bench.ours.pid), 0.0
    plan = {"port": bench.ours.port, "bytes": size, "rate": _RATE, "uploads": uploads}
    sending = asyncio.create_task(_sent(plan))
    while not sending.done():
        beside.runs.append(await turn())
        most = max(most, _memory(bench.ours.pid))
        await asyncio.wait([sending], timeout=1)
    ratio = beside.quantile_ms(0.99) / alone.quantile_ms(0.99)
    verdict = f"p99 ratio {ratio:.2f} (aim ≤ {_AIM}{'' if ratio <= _AIM else ', MISSED'})"
    title = (
        f"slow uploads of {size // _MEBIBYTE} MiB: {await sending} of {_CLIENTS} taken, server "
        f"{most - before:.0f} MiB above idle at most, {verdict}"
    )
    rows = [
        [name, f"{side.rate:.0f}", f"{side.quantile_ms(0.5):.1f}", f"{side.quantile_ms(0.99):.1f}"]
        for name, side in (("alone", alone), (f"beside {_CLIENTS}", beside))
    ]
    return [Table(title, [["readers", "requests/s", "p50 ms", "p99 ms"], *rows])]


async def _sent(plan: dict[str, Any]) -> int:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.slow_uploader"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate(json.dumps(plan).encode())
    return int(said)


def _memory(pid: int) -> float:
    """MiB that a process has in memory (proc(5), statm), without what it shares with files."""
    _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()
    return (int(resident) - int(shared)) * 4096 / _MEBIBYTE
