"""Writes of batches and their rows: made, moved on, decided row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from models.tables.batches import Batch
from storage.postgres.core.transaction import Tx

BatchState = Literal["queued", "checking", "importing", "done", "failed", "cancelled"]
RowState = Literal["waiting", "ready", "accepted", "rejected", "skipped"]
LIVE: Final[tuple[BatchState, ...]] = ("queued", "checking", "importing")
STOPPED: Final[tuple[BatchState, ...]] = ("failed", "cancelled")

_ADD = """
INSERT INTO batches (id, platform_id, edition_id, track, mode, state, manifest_upload_id,
                     manifest_sha256, archive_upload_id, archive_sha256, rows, created_by_id,
                     created_at, stage_began_at)
VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9, 0, $10, $11, $11)
    ON CONFLICT (platform_id, edition_id, track, mode, manifest_sha256, archive_sha256) DO NOTHING
RETURNING id
"""
_ADD_ROWS = """
INSERT INTO batch_rows (id, batch_id, number, uscc, cells, papers, state, reasons)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (batch_id, number) DO UPDATE
   SET uscc = excluded.uscc, cells = excluded.cells, papers = excluded.papers,
       state = excluded.state, reasons = excluded.reasons
 WHERE batch_rows.state = 'rejected'
"""
# A check that was stopped and goes on has gone on as long as before: its speed is that of its work.
_MOVE = """
UPDATE batches SET state = $3::text,
       stage_began_at = CASE WHEN $3::text IN ('done', 'failed', 'cancelled') THEN stage_began_at
                             WHEN ended_at IS NULL OR $3::text <> 'checking' THEN $4::timestamptz
                             ELSE $4::timestamptz - (ended_at - stage_began_at) END,
       ended_at = CASE WHEN $3::text IN ('done', 'failed', 'cancelled') THEN $4::timestamptz END
 WHERE id = $1 AND state = ANY($2::text[]) RETURNING true
"""
_READ = "UPDATE batches SET rows = $2, places = $3, problems = $4 WHERE id = $1"
_NOTE = "UPDATE batches SET problems = $2 WHERE id = $1"
_HAND_OVER = "UPDATE batches SET created_by_id = $2 WHERE id = $1"
_REPLACE = "UPDATE batches SET manifest_upload_id = $2, archive_upload_id = $3 WHERE id = $1"
_ANEW = """
UPDATE batch_rows SET state = 'waiting',
       reasons = CASE state WHEN 'waiting' THEN reasons END,
       papers = (SELECT jsonb_agg(one.paper - 'taken' ORDER BY one.place)
                   FROM jsonb_array_elements(papers) WITH ORDINALITY AS one(paper, place))
 WHERE batch_id = $1 AND state IN ('waiting', 'ready')
"""
_EMPTY_FILES = """
UPDATE batches SET manifest_upload_id = NULL, archive_upload_id = NULL, problems = NULL WHERE id = $1
"""
_EMPTY_ROWS = """
UPDATE batch_rows SET uscc = NULL, cells = '{}', papers = NULL, reasons = NULL WHERE batch_id = $1
"""
_TRY = "UPDATE batches SET tries = tries + 1 WHERE id = $1 RETURNING tries"
_TRIED = "UPDATE batches SET tries = 0 WHERE id = $1 AND tries > 0"
_DECIDE = """
UPDATE batch_rows SET state = $3, reasons = $4, application_id = $5, papers = coalesce($6, papers)
 WHERE id = $1 AND state = $2 RETURNING true
"""
_LEAVE_OUT = """
UPDATE batch_rows SET state = 'rejected', reasons = $2 WHERE batch_id = $1 AND state = 'ready'
"""
_NONE_WAITS = """
UPDATE batch_rows SET reasons = (SELECT jsonb_agg(one.note ORDER BY one.place)
                                   FROM jsonb_array_elements(reasons)
                                        WITH ORDINALITY AS one(note, place)
                                  WHERE one.note->>'code' <> $2)
 WHERE batch_id = $1 AND state = 'accepted' AND reasons IS NOT NULL
"""
_WAITS = "UPDATE batch_rows SET reasons = coalesce(reasons, '[]') || $2::jsonb WHERE id = $1"
_REASON = """
SELECT count(*) FROM batch_rows
 WHERE batch_id = $1 AND state = 'rejected'
   AND reasons @> jsonb_build_array(jsonb_build_object('code', $2::text))
"""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row as it was read; `cells`, `papers`, `reasons` are JSON."""

    id: UUID
    number: int
    uscc: str | None
    cells: str
    papers: str | None
    state: RowState
    reasons: str | None


@dataclass(frozen=True, slots=True)
class RowDecision:
    """What a row in the state `was` becomes; `reasons`, `papers` are JSON, None keeps the papers."""

    row_id: UUID
    was: RowState
    state: RowState
    reasons: str | None = None
    application_id: UUID | None = None
    papers: str | None = None


async def add_batch(tx: Tx, batch: Batch) -> bool:
    """False if the platform handed in the same files for the same track and mode before."""
    made = await tx.raw.fetchval(
        _ADD,
        batch.id,
        batch.platform_id,
        batch.edition_id,
        batch.track,
        batch.mode,
        batch.manifest_upload_id,
        batch.manifest_sha256,
        batch.archive_upload_id,
        batch.archive_sha256,
        batch.created_by_id,
        batch.created_at,
    )
    return made is not None


async def add_rows(tx: Tx, batch_id: UUID, rows: Sequence[NewRow]) -> None:
    """Its rows as they were read: new ones, and anew those that were rejected; others stay."""
    await tx.raw.executemany(
        _ADD_ROWS,
        [
            (row.id, batch_id, row.number, row.uscc, row.cells, row.papers, row.state, row.reasons)
            for row in rows
        ],
    )


async def note_read(tx: Tx, batch_id: UUID, rows: int, places: str, problems: str | None) -> None:
    """How many rows it has, where its columns lie, what is to be said of its files; both JSON."""
    await tx.raw.execute(_READ, batch_id, rows, places, problems)


async def note_problems(tx: Tx, batch_id: UUID, problems: str | None) -> None:
    """All that is to be said of the batch beside its rows, as JSON."""
    await tx.raw.execute(_NOTE, batch_id, problems)


async def move_batch(
    tx: Tx, batch_id: UUID, before: Sequence[BatchState], after: BatchState, *, at: datetime
) -> bool:
    """False if it is in none of the states `before` any more."""
    return bool(await tx.raw.fetchval(_MOVE, batch_id, list(before), after, at))


async def hand_over(tx: Tx, batch_id: UUID, user_id: UUID) -> None:
    """What is filed from now on is filed by this person."""
    await tx.raw.execute(_HAND_OVER, batch_id, user_id)


async def replace_files(tx: Tx, batch_id: UUID, manifest: UUID, archive: UUID | None) -> None:
    """Uploads of the same bytes."""
    await tx.raw.execute(_REPLACE, batch_id, manifest, archive)


async def begin_rows_anew(tx: Tx, batch_id: UUID) -> None:
    """Rows that are not decided are to be checked again, with papers that nobody has taken yet."""
    await tx.raw.execute(_ANEW, batch_id)


async def empty_batch(tx: Tx, batch_id: UUID) -> None:
    """Of its files and cells nothing is left, of its rows what became of each."""
    await tx.raw.execute(_EMPTY_FILES, batch_id)
    await tx.raw.execute(_EMPTY_ROWS, batch_id)


async def begin_try(tx: Tx, batch_id: UUID) -> int:
    """A round begins; how many have begun in a row without an end, or a row decided."""
    tries: int = await tx.raw.fetchval(_TRY, batch_id)
    return tries


async def end_try(tx: Tx, batch_id: UUID) -> None:
    """It got somewhere."""
    await tx.raw.execute(_TRIED, batch_id)


async def decide_row(tx: Tx, decision: RowDecision) -> bool:
    """False if it is not in the state `was` any more: then nothing of it may be committed."""
    return bool(
        await tx.raw.fetchval(
            _DECIDE,
            decision.row_id,
            decision.was,
            decision.state,
            decision.reasons,
            decision.application_id,
            decision.papers,
        )
    )


async def count_reason(tx: Tx, batch_id: UUID, code: str) -> int:
    """How many of its rows are rejected for this."""
    found: int = await tx.raw.fetchval(_REASON, batch_id, code)
    return found


async def note_waiting(
    tx: Tx, batch_id: UUID, waiting: Sequence[tuple[UUID, str | None]], *, code: str
) -> None:
    """Of its rows that are in, these wait, each with what is said of it (JSON); no other does.

    What was noted of them under other codes stays.
    """
    await tx.raw.execute(_NONE_WAITS, batch_id, code)
    await tx.raw.executemany(_WAITS, waiting)


async def leave_out_ready(tx: Tx, batch_id: UUID, reasons: str) -> None:
    """Rows that were right, of a batch that is not taken in part."""
    await tx.raw.execute(_LEAVE_OUT, batch_id, reasons)
