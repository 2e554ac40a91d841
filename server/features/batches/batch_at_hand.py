"""Batches as the worker and their platform read them."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.manifest.rows import Places
from server.errors import NotFound
from server.features.batches.row_problems import RowProblem, problems_of
from storage.postgres.batches import BatchState
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import Tx

COLUMNS: Final = """
SELECT b.id, b.platform_id, b.edition_id, b.track, b.mode, b.state, b.manifest_upload_id,
       b.archive_upload_id, b.rows, b.places::text AS places, b.problems::text AS problems,
       b.created_by_id, b.created_at, b.stage_began_at, b.ended_at,
       (SELECT u.file_name FROM uploads u WHERE u.id = b.manifest_upload_id) AS manifest_name,
       (SELECT u.file_name FROM uploads u WHERE u.id = b.archive_upload_id) AS archive_name
  FROM batches b
"""
_ONE: Final = f"{COLUMNS} WHERE b.id = $1 AND ($2::uuid IS NULL OR b.platform_id = $2)"
_HOLD: Final = f"{_ONE} FOR NO KEY UPDATE"
_LIVE: Final = f"""
{COLUMNS} WHERE b.state IN ('queued', 'checking', 'importing') ORDER BY b.created_at, b.id
"""


class ListTable(msgspec.Struct, frozen=True):
    """Where the list was found in its file: the row of its headers, the columns under them."""

    places: Places
    header_row: int


_TABLE: Final = msgspec.json.Decoder(ListTable)


class BatchAtHand(msgspec.Struct, frozen=True):
    """A batch; `places` and `problems` are JSON. `rows` is 0 until its manifest was read.

    `manifest_upload_id` is None once its list was kept as long as it had to be.
    """

    id: UUID
    platform_id: UUID
    edition_id: str
    track: str
    mode: str
    state: BatchState
    manifest_upload_id: UUID | None
    archive_upload_id: UUID | None
    rows: int
    places: str | None
    problems: str | None
    created_by_id: UUID
    created_at: datetime
    stage_began_at: datetime
    ended_at: datetime | None
    manifest_name: str | None
    archive_name: str | None

    @property
    def of_files(self) -> list[RowProblem]:
        """What is wrong with its files, or worth knowing of them."""
        return problems_of(self.problems)

    @property
    def whole(self) -> bool:
        """Whether it is to be filed as a whole or not at all."""
        return self.mode == "all_or_nothing"

    @property
    def table(self) -> ListTable | None:
        """None until its manifest was read."""
        return None if self.places is None else _TABLE.decode(self.places)


def kept_table(places: Places, header_row: int) -> str:
    """As it is kept with the batch."""
    plain = Places(places.sheet, dict(places.indexes), dict(places.names))
    return msgspec.json.encode(ListTable(plain, header_row)).decode()


async def live_batches() -> list[BatchAtHand]:
    """Those that there is something to do for, in the order in which they came."""
    return await list_rows(BatchAtHand, _LIVE, tx=None)


async def read_batch(
    batch_id: UUID, platform_id: UUID | None = None, *, tx: Tx | None = None
) -> BatchAtHand:
    """With a platform: its own; in a transaction: its row held. Raises NotFound."""
    statement = _ONE if tx is None else _HOLD
    found = await find_row(BatchAtHand, statement, batch_id, platform_id, tx=tx)
    if found is None:
        raise NotFound()
    return found
