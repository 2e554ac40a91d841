"""Rebuilders that stand still half-way and wake up when the world has moved on."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from server.features.quota.rebuild import rebuild
from storage.redis.rebuild import RebuildStopped
from tests.line import desk
from tests.line.life import Life, Rebuilder, numbers, when
from tests.line.wire import Pausing

_MOST_REBUILDERS = 2


class Rebuilders(Life):
    """Whenever one wakes up, it changes nothing that is newer than itself."""

    @rule(halt_at=st.integers(0, 5))
    @when(lambda self: self.promised and len(self.rebuilders) < _MOST_REBUILDERS)
    def rebuilder_pauses(self, halt_at: int) -> None:
        self.run(self._pause(halt_at))

    async def _pause(self, halt_at: int) -> None:
        quota = self.place.ports.quota
        pausing = Pausing(quota.client, quota.keys, quota.stream_most, halt_at)
        report = await quota.report(self.pool_id)
        dsn = self.place.worker_dsn
        work = rebuild(dsn, self.pool_id, at_least=report.epoch + 1, quota=pausing)
        task = self.place.task(work, as_worker=True)
        halted = asyncio.create_task(pausing.halted.wait())
        await asyncio.wait({task, halted}, return_when=asyncio.FIRST_COMPLETED)
        halted.cancel()
        if task.done():
            task.result()
        else:
            self.rebuilders.append(Rebuilder(pausing, task))

    @rule(first=numbers, together=st.integers(1, 3))
    @when(lambda self: not self.rows.closed and len(self.of("draft")) > 2)
    def rebuild_amid_submissions(self, first: int, together: int) -> None:
        """All at the same moment, in whatever order the loop takes them."""
        drafts = self.of("draft")
        ids = [drafts[(first + one) % len(drafts)]["id"] for one in range(together)]
        self.run(self._rebuild_amid(ids))
        self.promised.update(ids)

    async def _rebuild_amid(self, ids: Sequence[UUID]) -> None:
        quota = self.place.ports.quota
        report = await quota.report(self.pool_id)
        dsn, at_least = self.place.worker_dsn, report.epoch + 1
        work = rebuild(dsn, self.pool_id, at_least=at_least, quota=quota)
        await asyncio.gather(
            self.place.task(work, as_worker=True), desk.submit_all(self.place, ids)
        )

    @rule(number=numbers)
    @when(lambda self: self.rebuilders)
    def rebuilder_wakes(self, number: int) -> None:
        rebuilder = self.rebuilders.pop(number % len(self.rebuilders))
        self.run(_woken(rebuilder))


async def _woken(rebuilder: Rebuilder) -> Any:
    rebuilder.quota.go_on.set()
    try:
        return await rebuilder.task
    except RebuildStopped:
        return None
