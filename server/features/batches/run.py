"""Takes every batch some rows further, again and again: read, checked, imported, done.

A loop of the leading worker rather than a job: a batch of an hour holds up no job, two are never
at one batch, and however often the process dies it goes on at the row where it stopped.
"""

import logging
from contextlib import suppress
from typing import Final
from uuid import UUID

from models.rules.manifest.file_faults import FILE_FAULTS
from models.rules.reasons import Text
from server.edge.jobs.one_by_one import one_by_one
from server.errors import Unavailable
from server.features.batches.batch_at_hand import BatchAtHand, live_batches
from server.features.batches.check_rows import check_rows
from server.features.batches.desk import DeskClosed, desk_of
from server.features.batches.end import end_batch
from server.features.batches.import_row import Importing, import_all, import_row, leave_out
from server.features.batches.interrupted import UNENDED, give_up_row
from server.features.batches.papers import PaperDesk
from server.features.batches.read_files import BatchUnreadable, open_papers, read_files
from server.features.batches.row_at_hand import count_rows, next_rows
from server.features.batches.row_problems import RowProblem
from server.features.batches.telling import RoundRanking
from server.ports import Ports
from storage.errors import StoreUnavailable
from storage.files.child.ended import ReadingUnended
from storage.postgres.batches import begin_try, end_try, move_batch
from storage.postgres.core.transaction import transaction

_LOG = logging.getLogger(__name__)
MOST_OPEN: Final = 4
"""Directories of archives at hand: tens of thousands of files are tens of megabytes each."""
MOST_UNENDED: Final = 3
"""Rounds in a row in which the reading of a file did not end: each is a minute."""
MOST_TRIES: Final = 12
"""Rounds in a row that began and never ended, without a row decided: something ends the process.

More than an operator's restarts come to while a single row is at hand.
"""
_FAILED = Text(
    "处理这一批时系统多次出错，已暂停，已提交的申请不受影响；请稍后点“恢复”，仍不行请联系主管部门",
    "The system failed at this batch several times, so it stopped; resume it later",
)

_TOO_COMPLEX: Final = RowProblem(
    0, "", "manifest", "too_complex", FILE_FAULTS["too_complex"].zh, FILE_FAULTS["too_complex"].en
)


class BatchRunner:
    """Keeps the directories of a few archives: reading one takes longer than a row."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._opened: dict[UUID, PaperDesk] = {}

    async def round(self) -> None:
        """Some rows of each batch, so that a large one holds up no other."""
        batches = await live_batches()
        live = {batch.id for batch in batches}
        self._opened = {key: desk for key, desk in self._opened.items() if key in live}
        await one_by_one(batches, self._further)

    async def _further(self, batch: BatchAtHand) -> None:
        async with transaction() as tx:
            tries = await begin_try(tx, batch.id)
        if tries > MOST_TRIES:
            if not await give_up_row(batch):
                await self._fail(batch, "stopped", _FAILED)
            return
        try:
            await self._step(batch, quiet=tries == 1)
        except DeskClosed as closed:
            await self._fail(batch, closed.code, closed.text)
        except BatchUnreadable as unreadable:
            await end_batch(batch, "failed", unreadable.problems, clock=self._ports.clock)
        except ReadingUnended:
            # Perhaps the file's fault: these rounds are counted as well.
            if tries < MOST_UNENDED:
                raise
            await self._give_up_file(batch)
            return
        except (StoreUnavailable, Unavailable):
            # Nobody is to blame, and nothing is lost: it goes on where it is.
            with suppress(StoreUnavailable):
                await self._tried(batch)
            raise
        await self._tried(batch)

    async def _give_up_file(self, batch: BatchAtHand) -> None:
        if batch.state == "queued":
            await end_batch(batch, "failed", [_TOO_COMPLEX], clock=self._ports.clock)
        elif not await give_up_row(batch, UNENDED):
            await self._fail(batch, "stopped", _FAILED)

    async def _step(self, batch: BatchAtHand, *, quiet: bool) -> None:
        if batch.state == "queued":
            await read_files(batch, ports=self._ports)
        elif batch.state == "checking":
            await self._check_some(batch, quiet=quiet)
        else:
            await self._import_some(batch)

    async def _check_some(self, batch: BatchAtHand, *, quiet: bool) -> None:
        rows = await next_rows(batch.id, "waiting")
        if not rows:
            await self._end_check(batch)
            return
        importing, papers = await self._importing(batch), await self._papers(batch)
        await check_rows(rows, importing, papers, ahead=quiet)

    async def _end_check(self, batch: BatchAtHand) -> None:
        wrong = (await count_rows(batch.id)).rejected
        now = self._ports.clock.now()
        async with transaction() as tx:
            if not await move_batch(tx, batch.id, ("checking",), "importing", at=now):
                return
            if batch.whole and wrong:
                await leave_out(tx, batch.id)

    async def _import_some(self, batch: BatchAtHand) -> None:
        everything = batch.rows if batch.whole else None
        rows = await next_rows(batch.id, "ready", most=everything)
        if not rows:
            await end_batch(batch, "done", None, clock=self._ports.clock)
            return
        importing = await self._importing(batch)
        if batch.whole:
            await import_all(rows, importing)
            return
        for row_id in rows:
            if not await import_row(row_id, importing):
                return

    async def _importing(self, batch: BatchAtHand) -> Importing:
        table = batch.table
        if table is None:
            raise LookupError(f"the manifest of batch {batch.id} has not been read")
        desk = await desk_of(batch, self._ports)
        return Importing(batch.id, table.places, desk, RoundRanking(self._ports.ranker))

    async def _papers(self, batch: BatchAtHand) -> PaperDesk:
        if batch.id not in self._opened:
            opened = await open_papers(batch, ports=self._ports)
            if len(self._opened) >= MOST_OPEN:
                del self._opened[next(iter(self._opened))]
            self._opened[batch.id] = opened
        return self._opened[batch.id]

    async def _fail(self, batch: BatchAtHand, code: str, text: Text) -> None:
        _LOG.error("batch %s stopped: %s", batch.id, code)
        problem = RowProblem(0, "", "", code, text.zh, text.en)
        await end_batch(batch, "failed", [problem], clock=self._ports.clock)

    async def _tried(self, batch: BatchAtHand) -> None:
        async with transaction() as tx:
            await end_try(tx, batch.id)
