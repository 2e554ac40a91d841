"""Stops a batch after the row under way, and lets one that was stopped go on where it was."""

from uuid import UUID

from models.rules.reasons import Reason, Text
from server.clock import Clock
from server.errors import Invalid
from server.features.batches.batch_at_hand import BatchAtHand, read_batch
from server.features.batches.end import stop_batch
from server.features.batches.refusals import BatchGoesOn, BatchOver
from server.features.batches.row_problems import STOPS, as_kept
from server.features.uploads.finished import find_finished_upload
from storage.postgres.batches import BatchState, end_try, hand_over, move_batch, note_problems
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.uploads import hold_upload

_GONE = Text(
    "材料压缩包已经过期删除，不能恢复；请重新上传清单和压缩包",
    "The archive is gone; hand in manifest and archive anew",
)


async def cancel_batch(batch_id: UUID, platform_id: UUID, *, clock: Clock) -> None:
    """What is in stays in; cancelled already: nothing happens. Raises NotFound, BatchOver."""
    async with transaction() as tx:
        batch = await read_batch(batch_id, platform_id, tx=tx)
        tx.created(batch_id, status=200)
        if batch.state == "cancelled":
            return
        if not await stop_batch(tx, batch, "cancelled", None, clock=clock):
            raise BatchOver()


async def resume_batch(batch_id: UUID, platform_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """In the name of who says so. Raises NotFound, BatchGoesOn, Invalid (its archive is gone)."""
    async with transaction() as tx:
        batch = await read_batch(batch_id, platform_id, tx=tx)
        tx.created(batch_id, status=200)
        if batch.state not in ("failed", "cancelled"):
            raise BatchGoesOn()
        await _hold_archive(tx, batch, clock)
        after: BatchState = "checking" if batch.rows else "queued"
        await move_batch(tx, batch_id, (batch.state,), after, at=clock.now())
        notes = [one for one in batch.of_files if batch.rows and one.code not in STOPS]
        await note_problems(tx, batch_id, as_kept(notes))
        await hand_over(tx, batch_id, user_id)
        await end_try(tx, batch_id)


async def _hold_archive(tx: Tx, batch: BatchAtHand, clock: Clock) -> None:
    if batch.archive_upload_id is None:
        return
    found = await find_finished_upload(
        tx, batch.archive_upload_id, batch.platform_id, at=clock.now()
    )
    if found is None:
        raise Invalid(errors=[Reason("archive", "upload_gone", _GONE)])
    await hold_upload(tx, found.id)
