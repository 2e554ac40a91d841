"""Keeps one child running: starts it, notices its end, starts it again."""

import asyncio
import time
from asyncio.subprocess import Process

from server.errors import StartRefused
from standalone.embedded import process
from standalone.embedded.child import Child
from standalone.supervision.backoff import Backoff
from standalone.supervision.journal import Journal


class Keeper:
    """`start` once, then `keep` as a task; `stop` after that task was cancelled."""

    def __init__(self, child: Child, journal: Journal, backoff: Backoff | None = None) -> None:
        self.child = child
        self._journal = journal
        self._backoff = backoff or Backoff()
        self._process: Process | None = None
        self._started_s = 0.0

    async def start(self) -> None:
        """The first start; a child that fails it is not tried again. Raises StartRefused."""
        await self._start()

    async def keep(self) -> None:
        """Restart it whenever it ends, for ever; every end and every start is in the journal."""
        while self._process is not None:
            await self._process.wait()
            await self._revive(process.ending(self._process.returncode or 0))

    async def stop(self, hastened: asyncio.Event) -> None:
        """End what runs, in order, faster once `hastened` is set."""
        if self._process is not None:
            await process.stop(self.child, self._process, hastened)
            how = process.ending(self._process.returncode or 0)
            self._journal.write("child.stopped", child=self.child.name, ending=how)

    async def _start(self) -> None:
        self._started_s = time.monotonic()
        self._process = await process.launch(self.child)
        await process.until_ready(self.child, self._process)
        took_ms = round((time.monotonic() - self._started_s) * 1000)
        self._journal.write(
            "child.started", child=self.child.name, pid=self._process.pid, took_ms=took_ms
        )

    async def _revive(self, how: str) -> None:
        delay_s = self._backoff.next_delay_s(time.monotonic() - self._started_s)
        self._journal.write(
            "child.ended",
            level="warning",
            child=self.child.name,
            ending=how,
            restart_in_ms=round(delay_s * 1000),
        )
        await asyncio.sleep(delay_s)
        try:
            await self._start()
        except (StartRefused, OSError) as error:
            # The next round of `keep` finds the process ended, and waits longer.
            self._journal.write(
                "child.failed", level="error", child=self.child.name, error=str(error)
            )
