"""Keeps one child running: starts it, notices its end, starts it again."""

import asyncio
import time
from asyncio.subprocess import Process

from server.errors import StartRefused
from standalone.embedded import process
from standalone.embedded.child import Child
from standalone.embedded.errors import ChildFailed, DataUnreadable
from standalone.supervision.backoff import Backoff
from standalone.supervision.journal import Journal

_UNREADABLE_STARTS = 2
"""In a row: once may be a reader that was disturbed; what fails twice on the same bytes stays."""


class Keeper:
    """`start` once, then `keep` as a task; `stop` after that task was cancelled."""

    def __init__(self, child: Child, journal: Journal, backoff: Backoff | None = None) -> None:
        self.child = child
        self._journal = journal
        self._backoff = backoff or Backoff()
        self._process: Process | None = None
        self._started_s = 0.0
        self._unreadable = 0
        self._set_aside = False

    async def start(self) -> None:
        """The first start; a child that fails it is not tried again, but for unreadable data.

        Raises StartRefused.
        """
        while True:
            try:
                return await self._start()
            except StartRefused as failure:
                if not self._make_way(failure):
                    raise

    async def keep(self) -> None:
        """Restart it whenever it ends, for ever; every end and every start is in the journal.

        Raises DataUnreadable once what it cannot read is the truth.
        """
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
        self._started_s, log_from = time.monotonic(), process.log_end(self.child)
        self._process = await process.launch(self.child)
        await process.until_ready(self.child, self._process, log_from)
        took_ms = round((time.monotonic() - self._started_s) * 1000)
        self._unreadable, self._set_aside = 0, False
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
            self._make_way(error)
        else:
            self._journal.write("child.revived", child=self.child.name)

    def _make_way(self, failure: Exception) -> bool:
        """Whether another start makes sense at once: data that it cannot read may make way.

        Raises DataUnreadable instead of giving up the truth.
        """
        if not self._cannot_read(failure):
            self._unreadable = 0
            return False
        self._unreadable += 1
        if self._unreadable < _UNREADABLE_STARTS:
            self._journal.write("data.unreadable", level="warning", child=self.child.name)
            return True
        self._unreadable = 0
        return self._give_way(failure)

    def _cannot_read(self, failure: Exception) -> bool:
        if isinstance(failure, DataUnreadable):
            return True
        data = self.child.data
        if data is None or not isinstance(failure, ChildFailed) or failure.returncode is None:
            return False
        return data.unreadable(failure.returncode, failure.said)

    def _give_way(self, failure: Exception) -> bool:
        """Whether the data were set aside; once only, until it has served again."""
        data = self.child.data
        if data is not None and data.set_aside is not None:
            if self._set_aside:
                return False
            aside, self._set_aside = data.set_aside(), True
            self._journal.write(
                "data.set_aside", level="error", child=self.child.name, folder=str(aside)
            )
            return True
        if data is None or data.remedy is None or isinstance(failure, DataUnreadable):
            raise failure
        said = failure.said if isinstance(failure, ChildFailed) else str(failure)
        raise DataUnreadable(self.child.name, data.folder, data.remedy, said) from failure
