"""Shows a platform's batches: how far each is, what is wrong in it, row by row where that is asked."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from models.rules.manifest.problems import group_problems
from server.clock import Clock
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.batches.batch_at_hand import COLUMNS, BatchAtHand, read_batch
from server.features.batches.row_at_hand import (
    RowCounts,
    count_filed_since,
    count_rows,
    count_rows_of,
)
from server.features.batches.row_problems import problems_of
from server.features.batches.schemas import (
    BatchItem,
    BatchLabels,
    BatchRowView,
    BatchView,
    ProblemGroupView,
    RowError,
    RowsQuery,
)
from server.features.programmes.published import get_edition
from storage.postgres.batches import RowState
from storage.postgres.core.rows import list_rows

_MINE: Final = f"""
{COLUMNS} WHERE b.platform_id = $1
   AND ($2::timestamptz IS NULL OR (b.created_at, b.id) < ($2, $3))
 ORDER BY b.created_at DESC, b.id DESC LIMIT $4
"""
_ROWS: Final = """
SELECT r.number, r.uscc, r.cells #>> '{record,name}' AS name, r.state, r.application_id,
       r.reasons::text AS reasons
  FROM batch_rows r
 WHERE r.batch_id = $1 AND ($2::text IS NULL OR r.state = $2::text) AND r.number > $3
 ORDER BY r.number LIMIT $4
"""
_WRONG: Final = """
SELECT r.reasons::text AS reasons FROM batch_rows r
 WHERE r.batch_id = $1 AND r.reasons IS NOT NULL ORDER BY r.number
"""
_STAGES: Final[dict[str, Literal["reading", "checking", "importing"]]] = {
    "queued": "reading",
    "checking": "checking",
    "importing": "importing",
}


class _Row(msgspec.Struct, frozen=True):
    number: int
    uscc: str | None
    name: str | None
    state: RowState
    application_id: UUID | None
    reasons: str | None


class _Wrong(msgspec.Struct, frozen=True):
    reasons: str


async def list_batches(
    query: Query, platform_id: UUID, *, clock: Clock, english: bool
) -> Page[BatchItem]:
    """The last first."""
    after = decode_cursor(query.cursor, tuple[datetime, UUID]) or (None, None)
    found = await list_rows(BatchAtHand, _MINE, platform_id, *after, query.limit + 1, tx=None)
    shown, cursor = page_of(found, query.limit, lambda row: (row.created_at, row.id))
    now, counts = clock.now(), await count_rows_of([batch.id for batch in shown])
    items = [await _item(batch, counts[batch.id], now, english=english) for batch in shown]
    return Page(items, cursor)


async def show_batch(
    batch_id: UUID, platform_id: UUID, *, clock: Clock, english: bool
) -> BatchView:
    """Raises NotFound."""
    batch = await read_batch(batch_id, platform_id)
    item = await _item(batch, await count_rows(batch_id), clock.now(), english=english)
    wrong = await list_rows(_Wrong, _WRONG, batch_id, tx=None)
    # Ten thousand wrong rows are a second of work.
    problems = await asyncio.to_thread(_grouped, batch, wrong, english)
    fields = {name: getattr(item, name) for name in BatchItem.__struct_fields__}
    return BatchView(**fields, problems=problems)


async def list_batch_rows(
    query: RowsQuery, batch_id: UUID, platform_id: UUID, *, english: bool
) -> Page[BatchRowView]:
    """In the order of the manifest. Raises NotFound."""
    await read_batch(batch_id, platform_id)
    after = decode_cursor(query.cursor, tuple[int]) or (0,)
    rows = await list_rows(_Row, _ROWS, batch_id, query.result, *after, query.limit + 1, tx=None)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.number,))
    return Page([_row(row, english) for row in shown], cursor)


def _row(row: _Row, english: bool) -> BatchRowView:
    result = None if row.state == "waiting" or row.state == "ready" else row.state
    errors = [
        RowError(one.cell, one.field, one.code, one.text.in_language(english))
        for one in problems_of(row.reasons)
    ]
    return BatchRowView(row.number, row.uscc, row.name, result, row.application_id, errors)


async def _item(
    batch: BatchAtHand, counts: RowCounts, now: datetime, *, english: bool
) -> BatchItem:
    final = counts.accepted + counts.rejected + counts.skipped
    left = counts.ready if batch.state == "importing" else counts.waiting
    speed = _speed(batch, await _decided(batch, counts), now)
    return BatchItem(
        id=batch.id,
        edition=batch.edition_id,
        track=batch.track,
        mode="all_or_nothing" if batch.whole else "valid_rows",
        status=batch.state,
        stage=_STAGES.get(batch.state),
        rows=batch.rows,
        accepted=counts.accepted,
        rejected=counts.rejected,
        skipped=counts.skipped,
        percent=_percent(batch, counts, final),
        rows_per_second=None if speed is None else round(speed, 1),
        seconds_left=None if speed is None else round(left / speed),
        created_at=batch.created_at,
        ended_at=batch.ended_at,
        labels=await _labels(batch, english),
        manifest_name=batch.manifest_name,
        archive_name=batch.archive_name,
    )


async def _labels(batch: BatchAtHand, english: bool) -> BatchLabels:
    definition = (await get_edition(batch.edition_id)).definition
    track = definition.find_track(batch.track)
    return BatchLabels(
        definition.edition.title.in_language(english),
        batch.track if track is None else track.title.in_language(english),
    )


def _percent(batch: BatchAtHand, counts: RowCounts, final: int) -> int:
    """Each row is gone through twice: checked, then filed or left out."""
    if batch.state == "done":
        return 100
    if not batch.rows or batch.state == "queued":
        return 0
    return 100 * (batch.rows - counts.waiting + final) // (2 * batch.rows)


async def _decided(batch: BatchAtHand, counts: RowCounts) -> int:
    """Rows by the stage that goes on; those that an earlier run of the batch filed took it no time."""
    if batch.state == "checking":
        return counts.ready + counts.rejected + counts.skipped
    if batch.state == "importing":
        return await count_filed_since(batch.id, batch.stage_began_at)
    return 0


def _speed(batch: BatchAtHand, decided: int, now: datetime) -> float | None:
    """Rows a second since the stage began."""
    seconds = (now - batch.stage_began_at).total_seconds()
    return decided / seconds if decided and seconds > 0 else None


def _grouped(batch: BatchAtHand, wrong: Sequence[_Wrong], english: bool) -> list[ProblemGroupView]:
    of_rows = [problem for row in wrong for problem in problems_of(row.reasons)]
    problems = [*of_rows, *batch.of_files]
    groups = group_problems([problem.at_its_cell() for problem in problems])
    return [
        ProblemGroupView(
            group.code,
            group.text.in_language(english),
            group.rows,
            [cell for cell in group.cells if cell],
        )
        for group in groups
    ]
