"""Memory of processes with all that they start, looked at again and again while something runs."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from bench.children import memory_bytes

_EVERY_S = 0.25
_MEBIBYTE = 1024 * 1024
MEMORY_HEADINGS = ("memory, MiB", "before", "most", "after", "above")


@dataclass
class Memory:
    """MiB of one process and its children, in the order in which they were looked at."""

    seen: list[float] = field(default_factory=list)

    @property
    def above(self) -> float:
        """The most above what it was before."""
        return max(self.seen) - self.seen[0]

    def row(self, name: str) -> Sequence[str]:
        figures = (self.seen[0], max(self.seen), self.seen[-1], self.above)
        return [name, *(f"{value:.0f}" for value in figures)]


@asynccontextmanager
async def memory_of(pids: Mapping[str, int]) -> AsyncIterator[dict[str, Memory]]:
    """By name, for the block."""
    found = {name: Memory() for name in pids}

    def look() -> None:
        for name, pid in pids.items():
            found[name].seen.append(memory_bytes(pid) / _MEBIBYTE)

    async def again() -> None:
        while True:
            await asyncio.sleep(_EVERY_S)
            look()

    look()
    looking = asyncio.create_task(again())
    try:
        yield found
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        look()
