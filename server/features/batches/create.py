"""Takes a batch in: whose it is, for which track, which files; the worker does the rest."""

from uuid import UUID

from models.rules.manifest.file_faults import FILE_FAULTS, MOST_BYTES
from models.rules.reasons import Reason, Text
from models.tables.batches import Batch
from models.tables.ids import new_id
from models.tables.platforms import Participation
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Invalid
from server.features.applications.refusals import WindowClosed
from server.features.applications.why_not import window_words
from server.features.batches.batch_at_hand import read_batch
from server.features.batches.manifest_columns import columns_for
from server.features.batches.on_record import HANDED_IN, record
from server.features.batches.schemas import BatchForm
from server.features.batches.stop import hand_in_again
from server.features.uploads.finished import FinishedUpload, find_finished_upload
from storage.postgres.batches import add_batch
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.uploads import hold_upload

_NOT_PARTICIPATING = Text(
    "本平台没有参加这一申报事项，请先在“参加方式”中选择",
    "Your platform takes no part in this track",
)
_NO_UPLOAD = Text(
    "没有这个上传的文件，或者还没有传完、已经过期；请重新上传",
    "There is no such file, or it is not whole, or over; upload it again",
)


async def check_batch(given: BatchForm, platform_id: UUID, *, clock: Clock) -> None:
    """Whether the platform may file for this track now. Raises Invalid, WindowClosed."""
    asked = await columns_for(given.edition, given.track, platform_id=platform_id)
    if not await _takes_part(given, platform_id):
        cite = asked.track.platform.cite if asked.track.platform else None
        raise Invalid(errors=[Reason("track", "not_participating", _NOT_PARTICIPATING, cite)])
    window, now = asked.edition.window, clock.now()
    if not window.is_open(now):
        raise WindowClosed(window_words(window, now))


async def create_batch(
    given: BatchForm,
    platform_id: UUID,
    *,
    manifest: UUID,
    archive: UUID | None,
    by: Identity,
    clock: Clock,
) -> tuple[UUID, bool]:
    """Its id, and whether it is new; the same files for the same track again are the same batch.

    One that was stopped goes on then. `manifest`, `archive`: the platform's own uploads.
    Raises Invalid, WindowClosed.
    """
    await check_batch(given, platform_id, clock=clock)
    async with transaction() as tx:
        one = await _file(tx, "manifest_upload", manifest, platform_id, clock)
        if one.content.size > MOST_BYTES:
            raise Invalid(errors=[Reason("manifest_upload", "too_large", FILE_FAULTS["too_large"])])
        other = None
        if archive is not None:
            other = await _file(tx, "archive_upload", archive, platform_id, clock)
        batch = _batch(given, platform_id, one, other, by=by, clock=clock)
        if await add_batch(tx, batch):
            for upload in (one, other):
                if upload is not None:
                    await hold_upload(tx, upload.id)
            await record(tx, batch.id, HANDED_IN, by=by.user_id, at=batch.created_at)
            tx.created(batch.id, status=202)
            return batch.id, True
        known = await read_batch(await _same(tx, batch), platform_id, tx=tx)
        await hand_in_again(tx, known, manifest, archive, user_id=by.user_id, clock=clock)
        tx.created(known.id, status=200)
        return known.id, False


async def _takes_part(given: BatchForm, platform_id: UUID) -> bool:
    with postgres_errors():
        return await Participation.exists(
            platform_id=platform_id,
            edition_id=given.edition,
            track=given.track,
            withdrawn_at=None,
        )


async def _file(
    tx: Tx, field: str, upload_id: UUID, platform_id: UUID, clock: Clock
) -> FinishedUpload:
    found = await find_finished_upload(tx, upload_id, platform_id, at=clock.now())
    if found is None:
        raise Invalid(errors=[Reason(field, "unknown", _NO_UPLOAD)])
    return found


def _batch(
    given: BatchForm,
    platform_id: UUID,
    manifest: FinishedUpload,
    archive: FinishedUpload | None,
    *,
    by: Identity,
    clock: Clock,
) -> Batch:
    return Batch(
        id=new_id(),
        platform_id=platform_id,
        edition_id=given.edition,
        track=given.track,
        mode=given.mode,
        manifest_upload_id=manifest.id,
        manifest_sha256=manifest.content.digest,
        archive_upload_id=None if archive is None else archive.id,
        archive_sha256="" if archive is None else archive.content.digest,
        created_by_id=by.user_id,
        created_at=clock.now(),
    )


async def _same(tx: Tx, batch: Batch) -> UUID:
    known = await Batch.get(
        platform_id=batch.platform_id,
        edition_id=batch.edition_id,
        track=batch.track,
        mode=batch.mode,
        manifest_sha256=batch.manifest_sha256,
        archive_sha256=batch.archive_sha256,
        using_db=tx.connection,
    )
    return known.id
