"""Embedded servers that run as long as a `with` block, for tests and benches; nothing restarts."""

import signal
from asyncio import gather
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from standalone.embedded import process
from standalone.embedded.plan import (
    ALL_SERVERS,
    EmbeddedServers,
    ServerName,
    ServersPlan,
    Tuning,
    prepared,
)


class Running:
    """The servers of one folder, and the means to take one down and bring it back."""

    def __init__(self, plan: ServersPlan) -> None:
        self.plan = plan
        self._processes: dict[ServerName, Process] = {}

    @property
    def servers(self) -> EmbeddedServers:
        return self.plan.servers

    def pid(self, name: ServerName) -> int:
        return self._processes[name].pid

    async def start(self, name: ServerName) -> None:
        """Start one that does not run, at its old address. Raises ChildFailed."""
        child = self.plan.children[name]
        self._processes[name] = started = await process.launch(child)
        await process.until_ready(child, started)

    async def start_all(self) -> None:
        """All at once; when one fails, the others have ended their attempt too."""
        attempts = (self.start(name) for name in self.plan.children)
        for failure in await gather(*attempts, return_exceptions=True):
            if failure is not None:
                raise failure

    async def kill(self, name: ServerName) -> None:
        """SIGKILL, as a crash would; returns when the process is gone.

        The S3 server's port stays open, unanswered, as behind a load balancer.
        """
        process.send(self._processes[name], signal.SIGKILL)
        await self._processes[name].wait()

    async def stop(self, name: ServerName) -> None:
        """In good order. A server that was never started, or has ended, is left alone."""
        if name in self._processes:
            await process.stop(self.plan.children[name], self._processes[name])


@asynccontextmanager
async def embedded_servers(
    data: Path, *, names: Sequence[ServerName] = ALL_SERVERS, tuning: Tuning | None = None
) -> AsyncIterator[Running]:
    """Start these servers on that folder, all at once; stop them on the way out.

    Raises StartRefused. Must be entered on the main thread's loop: the servers die with the
    thread that started them.
    """
    async with prepared(data, names=names, tuning=tuning) as plan:
        running = Running(plan)
        try:
            await running.start_all()
            yield running
        finally:
            await gather(*(running.stop(name) for name in plan.children))
