"""Ends a batch: done, or stopped; its archive is kept as long as it may be asked for again."""

from collections.abc import Sequence
from typing import Literal

from server.clock import Clock
from server.features.batches.batch_at_hand import BatchAtHand
from server.features.batches.row_at_hand import count_rows
from server.features.batches.row_problems import RowProblem, as_kept
from server.features.batches.tell_ended import tell_ended
from server.features.batches.waiting_rows import say_who_waits
from server.features.uploads.shape import LIFE
from storage.postgres.batches import LIVE, move_batch, note_problems
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.uploads import release_upload


async def end_batch(
    batch: BatchAtHand,
    state: Literal["done", "failed"],
    problems: Sequence[RowProblem] | None,
    *,
    clock: Clock,
) -> None:
    """Nothing happens to one that was ended by somebody else. `problems`: beside those it has."""
    async with transaction() as tx:
        await stop_batch(tx, batch, state, problems, clock=clock)


async def stop_batch(
    tx: Tx,
    batch: BatchAtHand,
    state: Literal["done", "failed", "cancelled"],
    problems: Sequence[RowProblem] | None,
    *,
    clock: Clock,
) -> bool:
    """False if it has ended before.

    The manifest stays, for the report, as long as its edition keeps papers; the archive of one that
    was stopped, or of which rows were rejected, for a week, within which it can be resumed.
    """
    now = clock.now()
    if not await move_batch(tx, batch.id, LIVE, state, at=now):
        return False
    if batch.table is not None:
        await say_who_waits(tx, batch.id, batch.table.places)
    if state != "cancelled":
        await tell_ended(tx, batch, state, problems or (), now=now)
    if problems:
        await note_problems(tx, batch.id, as_kept([*batch.of_files, *problems]))
    if batch.archive_upload_id is not None:
        all_in = state == "done" and not (await count_rows(batch.id, tx=tx)).rejected
        at = now if all_in else now + LIFE
        await release_upload(tx, batch.archive_upload_id, at=at)
    return True
