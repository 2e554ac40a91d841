"""Turn about: our server, its peer; medians, so that one disturbed round counts little."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from bench.children import cpu_seconds

_WITHIN_S = 90


class Refused(Exception):
    """A request of a run was answered with something else than success."""


@dataclass(frozen=True, slots=True)
class Run:
    """One round of one side; `cpu` are seconds of processor time by process."""

    seconds: float
    milliseconds: list[float]
    cpu: dict[str, float]

    @property
    def rate(self) -> float:
        return len(self.milliseconds) / self.seconds


@dataclass
class Side:
    """All rounds of one side."""

    runs: list[Run] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(run.rate for run in self.runs)

    def quantile_ms(self, share: float) -> float:
        found = sorted(value for run in self.runs for value in run.milliseconds)
        return found[min(len(found) - 1, int(share * len(found)))]

    def cpu_microseconds(self) -> dict[str, float]:
        """Processor time per request, by process."""
        requests = sum(len(run.milliseconds) for run in self.runs)
        return {
            name: sum(run.cpu[name] for run in self.runs) / requests * 1e6
            for name in self.runs[0].cpu
        }


@dataclass(frozen=True, slots=True)
class Compared:
    """One case: what it is called, what it aims at, both sides' rounds in pairs."""

    name: str
    aim: float
    ours: Side
    peer: Side

    @property
    def ratio(self) -> float:
        pairs = zip(self.ours.runs, self.peer.runs, strict=True)
        return median(ours.rate / peer.rate for ours, peer in pairs)


Turn = Callable[[int], Awaitable[Run]]
"""Runs so many requests of one side."""


async def compare(
    name: str, aim: float, ours: Turn, peer: Turn, *, requests: int, warm_up: int, rounds: int
) -> Compared:
    """Warm both sides up, then let them take turns; who begins changes from round to round."""
    found = Compared(name, aim, Side(), Side())
    await ours(warm_up)
    await peer(warm_up)
    for number in range(rounds):
        turns = [(ours, found.ours), (peer, found.peer)]
        for turn, side in turns if number % 2 == 0 else reversed(turns):
            side.runs.append(await turn(requests))
    return found


async def run_module(module: str, plan: dict[str, Any], watched: Mapping[str, int]) -> Run:
    """Run a load generator with its plan; `watched` are processes by name.

    Raises Refused when a request failed, TimeoutError when it takes far too long.
    """
    before = {name: cpu_seconds(pid) for name, pid in watched.items()}
    found = await call_module(module, plan)
    cpu = {name: cpu_seconds(pid) - before[name] for name, pid in watched.items()}
    if found["refused"] is not None:
        raise Refused(found["refused"])
    return Run(found["seconds"], found["milliseconds"], cpu)


async def call_module(
    module: str,
    plan: dict[str, Any],
    *,
    within_s: float = _WITHIN_S,
    environ: Mapping[str, str] | None = None,
) -> Any:
    """What `python -m module` says of its plan, both as JSON. Raises Refused, TimeoutError."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **(environ or {})},
    )
    try:
        async with asyncio.timeout(within_s):
            answer, _ = await process.communicate(json.dumps(plan).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise Refused(f"{module} ended with {process.returncode}")
    return json.loads(answer)
