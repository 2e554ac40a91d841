"""Stops a batch after the row under way, lets one that was stopped go on, and asks refused rows anew."""

from uuid import UUID

from models.rules.reasons import Reason, Text
from server.clock import Clock
from server.errors import Invalid
from server.features.batches.batch_at_hand import BatchAtHand, read_batch
from server.features.batches.end import stop_batch
from server.features.batches.on_record import CANCELLED, RESUMED, record
from server.features.batches.refusals import BatchGoesOn, BatchOver
from server.features.batches.row_at_hand import count_rows
from server.features.batches.row_problems import STOPS, as_kept
from server.features.uploads.finished import find_finished_upload
from storage.postgres.batches import (
    STOPPED,
    BatchState,
    begin_rows_anew,
    end_try,
    hand_over,
    move_batch,
    note_problems,
    replace_files,
)
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.uploads import hold_upload, release_upload

_GONE = Text(
    "材料压缩包已经过期删除，不能恢复；请把原来的清单和压缩包再提交一次，会从停下的地方接着处理",
    "The archive is gone; hand in the same manifest and archive again, and it goes on",
)


async def cancel_batch(batch_id: UUID, platform_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """What is in stays in; cancelled already: nothing happens. Raises NotFound, BatchOver."""
    async with transaction() as tx:
        batch = await read_batch(batch_id, platform_id, tx=tx)
        tx.created(batch_id, status=200)
        if batch.state == "cancelled":
            return
        if not await stop_batch(tx, batch, "cancelled", None, clock=clock):
            raise BatchOver()
        await record(tx, batch_id, CANCELLED, by=user_id, at=clock.now(), was=batch.state)


async def hand_in_again(
    tx: Tx,
    batch: BatchAtHand,
    manifest: UUID,
    archive: UUID | None,
    *,
    user_id: UUID,
    clock: Clock,
) -> None:
    """The files of a batch that was stopped, or has rejected rows, came anew: it goes on with these.

    Its own archive may be gone, and what was taken out of that: papers are taken anew.
    """
    if not await _may_go_on(tx, batch):
        return
    if batch.manifest_upload_id is not None:
        await release_upload(tx, batch.manifest_upload_id, at=clock.now())
    for upload in (manifest, archive):
        if upload is not None:
            await hold_upload(tx, upload)
    await replace_files(tx, batch.id, manifest, archive)
    await begin_rows_anew(tx, batch.id)
    await _go_on(tx, batch, user_id=user_id, clock=clock)


async def resume_batch(batch_id: UUID, platform_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """In the name of who says so; of one that is done the rejected rows are read and checked again,
    since what kept them out may have lain outside: a window, an accreditation, a plan.

    Raises NotFound, BatchGoesOn, Invalid (its archive is gone).
    """
    async with transaction() as tx:
        batch = await read_batch(batch_id, platform_id, tx=tx)
        tx.created(batch_id, status=200)
        if not await _may_go_on(tx, batch):
            raise BatchGoesOn()
        await _hold_archive(tx, batch, clock)
        await _go_on(tx, batch, user_id=user_id, clock=clock)


async def _may_go_on(tx: Tx, batch: BatchAtHand) -> bool:
    if batch.state == "done":
        return bool((await count_rows(batch.id, tx=tx)).rejected)
    return batch.state in STOPPED


async def _go_on(tx: Tx, batch: BatchAtHand, *, user_id: UUID, clock: Clock) -> None:
    after: BatchState = "checking" if batch.rows and batch.state in STOPPED else "queued"
    await move_batch(tx, batch.id, (batch.state,), after, at=clock.now())
    notes = [one for one in batch.of_files if batch.rows and one.code not in STOPS]
    await note_problems(tx, batch.id, as_kept(notes))
    await hand_over(tx, batch.id, user_id)
    await record(tx, batch.id, RESUMED, by=user_id, at=clock.now(), was=batch.state)
    await end_try(tx, batch.id)


async def _hold_archive(tx: Tx, batch: BatchAtHand, clock: Clock) -> None:
    if batch.archive_upload_id is None:
        return
    found = await find_finished_upload(
        tx, batch.archive_upload_id, batch.platform_id, at=clock.now()
    )
    if found is None:
        raise Invalid(errors=[Reason("archive", "upload_gone", _GONE)])
    await hold_upload(tx, found.id)
