"""Rows of a batch as the worker takes them up: listed by state, held for the act that decides them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from server.features.batches.filed_row import FiledRow
from server.features.batches.papers import RowPaper
from server.features.batches.row_problems import RowProblem, problems_of
from storage.postgres.batches import BatchState, RowState
from storage.postgres.core.rows import find_row, list_ids, list_rows
from storage.postgres.core.transaction import Tx

AT_ONCE: Final = 20
"""Rows of one batch before another batch has its turn."""

_NEXT: Final = """
SELECT id FROM batch_rows WHERE batch_id = $1 AND state = $2 ORDER BY number LIMIT $3
"""
_READ: Final = """
SELECT r.id, r.number, r.uscc, r.cells::text AS cells, r.papers::text AS papers,
       r.reasons::text AS reasons
  FROM batch_rows r WHERE r.id = $1
"""
# Not shared: the batch's count of tries is written by who holds it, and of two that share neither could.
_STATE: Final = "SELECT true FROM batches WHERE id = $1 AND state = $2 FOR NO KEY UPDATE"
_HOLD: Final = f"{_READ} AND r.state = $2 FOR NO KEY UPDATE"
_COUNT: Final = """
SELECT batch_id, count(*) FILTER (WHERE state = 'waiting') AS waiting,
       count(*) FILTER (WHERE state = 'ready') AS ready,
       count(*) FILTER (WHERE state = 'accepted') AS accepted,
       count(*) FILTER (WHERE state = 'rejected') AS rejected,
       count(*) FILTER (WHERE state = 'skipped') AS skipped
  FROM batch_rows WHERE batch_id = ANY($1::uuid[]) GROUP BY batch_id
"""
_FILED_SINCE: Final = """
SELECT count(*) AS rows FROM batch_rows r JOIN applications a ON a.id = r.application_id
 WHERE r.batch_id = $1 AND r.state = 'accepted' AND a.submitted_at >= $2
"""
_CELLS = msgspec.json.Decoder(FiledRow)
_PAPERS = msgspec.json.Decoder(tuple[RowPaper, ...])


class RowCounts(msgspec.Struct, frozen=True):
    """How many rows of a batch are in each state."""

    batch_id: UUID
    waiting: int = 0
    ready: int = 0
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0


class _Rows(msgspec.Struct, frozen=True):
    rows: int


class RowAtHand(msgspec.Struct, frozen=True):
    """A row; `cells`, `papers`, `reasons` are JSON."""

    id: UUID
    number: int
    uscc: str | None
    cells: str
    papers: str | None
    reasons: str | None

    @property
    def filed(self) -> FiledRow:
        return _CELLS.decode(self.cells)

    @property
    def files(self) -> tuple[RowPaper, ...]:
        return _PAPERS.decode(self.papers) if self.papers else ()

    @property
    def problems(self) -> list[RowProblem]:
        return problems_of(self.reasons)


async def next_rows(batch_id: UUID, state: RowState, *, most: int | None = None) -> list[UUID]:
    """Ids of the first rows in this state, in the order of the manifest; AT_ONCE unless given."""
    return await list_ids(_NEXT, batch_id, state, AT_ONCE if most is None else most, tx=None)


async def count_rows(batch_id: UUID, *, tx: Tx | None = None) -> RowCounts:
    return (await count_rows_of([batch_id], tx=tx))[batch_id]


async def count_rows_of(
    batch_ids: Sequence[UUID], *, tx: Tx | None = None
) -> dict[UUID, RowCounts]:
    """By batch, also of those that were not read yet."""
    found = await list_rows(RowCounts, _COUNT, list(batch_ids), tx=tx)
    return {key: RowCounts(key) for key in batch_ids} | {one.batch_id: one for one in found}


async def count_filed_since(batch_id: UUID, since: datetime) -> int:
    """Rows that were filed in a stage which began then."""
    found = await find_row(_Rows, _FILED_SINCE, batch_id, since, tx=None)
    return 0 if found is None else found.rows


async def read_row(row_id: UUID) -> RowAtHand:
    """Raises LookupError."""
    row = await find_row(RowAtHand, _READ, row_id, tx=None)
    if row is None:
        raise LookupError(f"no row {row_id}")
    return row


async def hold_row(tx: Tx, row_id: UUID, state: RowState) -> RowAtHand | None:
    """None where it is decided by now; its batch has to be held before."""
    return await find_row(RowAtHand, _HOLD, row_id, state, tx=tx)


async def hold_state(tx: Tx, batch_id: UUID, state: BatchState) -> bool:
    """Whether the batch is in this state, which it keeps until the transaction ends.

    Comes before any of its rows is held: so does everybody, who cancels it too, and nobody waits
    for another who waits for them.
    """
    return bool(await tx.raw.fetchval(_STATE, batch_id, state))
