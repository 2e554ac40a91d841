"""Reads the files of a batch: its manifest into rows, its archive's directory to the firms' papers."""

import asyncio
from collections.abc import Iterator, Sequence
from uuid import UUID

from models.rules.eligibility.fact_sources import PARTICULARS
from models.rules.manifest.file_faults import FILE_FAULTS
from models.rules.manifest.read import read_manifest
from models.rules.manifest.rows import Manifest
from models.rules.reasons import Reason, Text
from models.rules.terms.conditions import Condition
from models.rules.terms.programme import TrackTerms
from server.features.batches.batch_at_hand import BatchAtHand, kept_table
from server.features.batches.desk import desk_of
from server.features.batches.manifest_columns import columns_for
from server.features.batches.papers import PaperDesk
from server.features.batches.row_problems import RowProblem, as_kept, from_cells
from server.features.batches.rows_of import MOST_WHOLE, rows_of
from server.features.uploads.finished import FinishedUpload, find_finished_upload
from server.ports import Ports
from storage.files.archive.read import Archive, open_archive
from storage.files.archive.refused import ArchiveRefused
from storage.files.sheets.packed import SheetsFault
from storage.files.sheets.reader import read_sheets
from storage.postgres.batches import add_rows, move_batch, note_read
from storage.postgres.core.transaction import transaction

_GONE = Text(
    "上传的文件已经过期删除，请重新上传后再提交",
    "The uploaded file is gone; upload it again and hand it in anew",
)
_TOO_MANY = Text(
    f"选择“全部正确才提交”的，一次最多 {MOST_WHOLE} 行；请分成几批，或选择“只提交正确的行”",
    f"At most {MOST_WHOLE} rows can be filed all or none; split the list, or file the right rows",
)


class BatchUnreadable(Exception):
    """Its files cannot be used; `problems` say why."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__()
        self.problems = problems


async def read_files(batch: BatchAtHand, *, ports: Ports) -> None:
    """Its rows are entered, with what reading them showed. Raises BatchUnreadable, DeskClosed."""
    desk = await desk_of(batch, ports)
    manifest = await _manifest(batch, ports)
    papers = await open_papers(batch, ports=ports)
    # Thirty thousand files are seconds of work.
    rows, notes = await asyncio.to_thread(
        rows_of, manifest, list(papers.files.values()), desk, ports.keyring
    )
    places = manifest.rows[0].places.called_also(_facts_of_conditions(desk.track))
    table = kept_table(places, manifest.header_row or 0)
    async with transaction() as tx:
        if await move_batch(tx, batch.id, ("queued",), "checking", at=ports.clock.now()):
            await add_rows(tx, batch.id, rows)
            await note_read(tx, batch.id, len(rows), table, as_kept(notes))


def _facts_of_conditions(track: TrackTerms) -> dict[str, str]:
    """By the id of a condition that is about one fact, in whose cell it is told, the fact's field."""
    asked = {condition.id: set(_facts_of(condition)) for condition in track.conditions}
    return {
        name: fact if fact in PARTICULARS else f"facts.{fact}"
        for name, facts in asked.items()
        for fact in facts
        if len(facts) == 1
    }


def _facts_of(condition: Condition) -> Iterator[str]:
    if condition.fact is not None:
        yield condition.fact
    for member in (*condition.all, *condition.any):
        yield from _facts_of(member)


async def open_papers(batch: BatchAtHand, *, ports: Ports) -> PaperDesk:
    """Raises BatchUnreadable, StoreUnavailable."""
    if batch.archive_upload_id is None:
        return PaperDesk({}, None, ports.bucket, ports.examiner)
    upload = await _upload(batch, batch.archive_upload_id, ports)
    try:
        archive: Archive = await open_archive(ports.bucket, upload.content)
    except ArchiveRefused as refused:
        raise _unreadable(refused.reason) from refused
    files = {file.path: file for file in archive.files}
    return PaperDesk(files, archive, ports.bucket, ports.examiner)


async def _manifest(batch: BatchAtHand, ports: Ports) -> Manifest:
    _, content = await manifest_bytes(batch, ports=ports)
    try:
        sheets = await read_sheets(ports.children, content)
    except SheetsFault as fault:
        reason = Reason("manifest", fault.code, FILE_FAULTS[fault.code])
        raise _unreadable(reason, fault.cell or "") from fault
    asked = await columns_for(batch.edition_id, batch.track, platform_id=batch.platform_id)
    # Ten thousand rows are seconds of work.
    manifest = await asyncio.to_thread(read_manifest, sheets, asked.columns, asked.own)
    if manifest.problems:
        raise BatchUnreadable(from_cells((*manifest.problems, *manifest.notes)))
    if batch.whole and len(manifest.rows) > MOST_WHOLE:
        raise _unreadable(Reason("mode", "too_many_rows", _TOO_MANY))
    return manifest


async def manifest_bytes(batch: BatchAtHand, *, ports: Ports) -> tuple[str, bytes]:
    """Its name and its bytes, as its platform sent it. Raises BatchUnreadable, StoreUnavailable."""
    if batch.manifest_upload_id is None:
        raise _unreadable(Reason("manifest", "upload_gone", _GONE))
    upload = await _upload(batch, batch.manifest_upload_id, ports)
    parts = bytearray()
    for name in upload.content.names:
        async with await ports.bucket.open(name) as pieces:
            async for piece in pieces:
                parts += piece
    return upload.file_name, bytes(parts)


async def _upload(batch: BatchAtHand, upload_id: UUID, ports: Ports) -> FinishedUpload:
    async with transaction() as tx:
        found = await find_finished_upload(tx, upload_id, batch.platform_id, at=ports.clock.now())
    if found is None:
        raise _unreadable(Reason("manifest", "upload_gone", _GONE))
    return found


def _unreadable(reason: Reason, cell: str = "") -> BatchUnreadable:
    problem = RowProblem(0, cell, reason.field, reason.code, reason.text.zh, reason.text.en)
    return BatchUnreadable([problem])
