"""Says of a batch's rows that are in which of them wait, as the line stands once all of it is in."""

from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

import msgspec

from models.rules.manifest.rows import Places
from models.rules.reasons import Reason, Text
from server.features.batches.row_problems import as_kept, placed
from storage.postgres.batches import note_waiting
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.money.lock import would_wait

WOULD_WAIT: Final = Reason(
    "uscc",
    "would_wait",
    Text(
        "按现在的排队情况，这份申请提交后要候补；有名额或资金时自动递补，不用另外办理",
        "As the line stands now, this one would wait; it moves up by itself",
    ),
)

_UNLOCKED: Final = """
SELECT r.id, r.number, c.id AS claim_id, c.pool_id
  FROM batch_rows r JOIN claims c ON c.application_id = r.application_id
 WHERE r.batch_id = $1 AND r.state = 'accepted' AND c.live AND c.locked_at IS NULL
 ORDER BY c.pool_id
"""


class _Unlocked(msgspec.Struct, frozen=True):
    """A row that is in, with its claim."""

    id: UUID
    number: int
    claim_id: UUID
    pool_id: UUID


async def say_who_waits(tx: Tx, batch_id: UUID, places: Places) -> None:
    """What was foreseen row by row knew nothing of the rows filed after it."""
    rows = await list_rows(_Unlocked, _UNLOCKED, batch_id, tx=tx)
    waiting: list[tuple[UUID, str | None]] = []
    for pool_id, of_pool in groupby(rows, attrgetter("pool_id")):
        by_claim = {row.claim_id: row for row in of_pool}
        for claim_id in await would_wait(tx, pool_id, list(by_claim)):
            row = by_claim[claim_id]
            waiting.append((row.id, as_kept(placed([WOULD_WAIT], places, row.number))))
    await note_waiting(tx, batch_id, waiting, code=WOULD_WAIT.code)
