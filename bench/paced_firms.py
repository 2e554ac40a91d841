"""What firms ask for on an ordinary day, at a steady pace; how long they wait, beside other work."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bench.case import Bench
from bench.rounds import Refused
from bench.seed import Client

_FIRMS, _A_SECOND = 8, 40.0
_MOST_S = 600
_WITHIN_S = 30


@dataclass
class Waits:
    """When each request was due, in seconds since the beginning, and the milliseconds it took."""

    found: list[tuple[float, float]] = field(default_factory=list)

    def quantile_ms(self, share: float) -> float:
        waited = sorted(milliseconds for _, milliseconds in self.found)
        return waited[min(len(waited) - 1, int(share * len(waited)))]

    def between(self, start: float, end: float) -> "Waits":
        return Waits([one for one in self.found if start <= one[0] < end])

    def row(self, name: str) -> list[str]:
        quantiles = [f"{self.quantile_ms(share):.1f}" for share in (0.5, 0.95, 0.99)]
        return [name, str(len(self.found)), *quantiles]


WAITS_HEADINGS = ("firms' own requests", "requests", "p50 ms", "p95 ms", "p99 ms")


@dataclass
class Firms:
    """Eight people who ask for 40 things a second together: of eight, seven reads and a submission."""

    bench: Bench
    clients: list[Client]

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[Waits]:
        """For the block; what they waited is known behind it. Raises Refused."""
        waits = Waits()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.paced"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            if process.stdin is None:
                raise RuntimeError("no input")
            process.stdin.write(json.dumps(self._plan()).encode() + b"\n")
            await process.stdin.drain()
            yield waits
            process.stdin.close()
            async with asyncio.timeout(_WITHIN_S):
                answer, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        found = json.loads(answer)
        if found["refused"] is not None:
            raise Refused(found["refused"])
        waits.found = found["waits"]

    async def alone(self, seconds: float) -> Waits:
        async with self.asking() as waits:
            await asyncio.sleep(seconds)
        return waits

    def _plan(self) -> dict[str, object]:
        apart = _FIRMS / _A_SECOND
        each = int(_MOST_S / apart)
        return {
            "port": self.bench.ours.port,
            "apart_s": apart,
            "seconds": _MOST_S,
            "clients": [self._requests(client, each) for client in self.clients],
        }

    def _requests(self, client: Client, count: int) -> list[str]:
        edition = self.bench.stage.definition.edition.code
        reads = [
            f"/api/v1/applications/{client.empty[0]}",
            "/api/v1/applications?limit=20",
            f"/api/v1/programmes/{edition}/quota",
            f"/api/v1/programmes/{edition}/platforms?limit=20",
            f"/api/v1/applications/{client.empty[1]}",
            "/api/v1/applications?limit=20",
            f"/api/v1/applications/{client.empty[2]}",
        ]
        said = f"host: bench\r\nauthorization: Bearer {client.token}\r\n"
        found: list[str] = []
        while len(found) < count and client.ready:
            found += [f"GET {target} HTTP/1.1\r\n{said}\r\n" for target in reads]
            target = f"/api/v1/applications/{client.ready.pop()}/submit"
            found.append(f"POST {target} HTTP/1.1\r\n{said}content-length: 0\r\n\r\n")
        return found


async def firms_of(bench: Bench, *, turns: int) -> Firms:
    """Ready for so many blocks of `asking`."""
    each = int(_MOST_S * _A_SECOND / _FIRMS / 8) + 1
    return Firms(bench, await bench.drafts(_FIRMS, ready=each * turns, empty=3))
