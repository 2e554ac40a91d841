"""Reads which claims of a pool wait beyond the line, from the last one forward."""

from uuid import UUID

import msgspec

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

# Every prefix sum is the total less what stands behind: however long the line, only its end is
# sorted. A sum that exceeds the room stays above it to the end, so "beyond" is one comparison.
# MATERIALIZED, or the total is added up once for each row of the end.
_WAITING = """
WITH room AS MATERIALIZED (
    SELECT budget_fen - locked_fen AS fen, places - locked_places AS places,
           last_award = 'partial' AS partial, greatest(last_award_min_fen, 1) AS least
      FROM pools WHERE id = $1
), total AS MATERIALIZED (
    SELECT sum(amount_fen) AS fen, sum(places) AS places
      FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL
), tail AS (
    SELECT id, application_id, amount_fen, places, later_at, earlier_at, sequence,
           coalesce(sum(amount_fen) OVER behind, 0) AS fen_behind,
           coalesce(sum(places) OVER behind, 0) AS places_behind
      FROM (SELECT * FROM claims WHERE pool_id = $1 AND live AND locked_at IS NULL
             ORDER BY later_at DESC, earlier_at DESC, sequence DESC LIMIT $2) last
    WINDOW behind AS (ORDER BY later_at DESC, earlier_at DESC, sequence DESC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), line AS (
    SELECT tail.*, total.fen - fen_behind AS fen_through,
           total.places - places_behind AS places_through
      FROM tail, total
)
SELECT application_id, line.id AS claim_id FROM line, room
 WHERE (fen_through > room.fen OR places_through > room.places)
   -- The last award: the first that does not fit gets the rest, if that is enough.
   AND NOT (partial AND coalesce(places_through <= room.places, true)
            AND coalesce(room.fen - (fen_through - amount_fen) >= least, false))
 ORDER BY later_at DESC, earlier_at DESC, sequence DESC
"""


class _Waiting(msgspec.Struct, frozen=True):
    application_id: UUID
    claim_id: UUID


async def list_waiting(
    pool_id: UUID, *, most: int, tx: Tx | None = None
) -> list[tuple[UUID, UUID]]:
    """(application, claim) of those beyond the line, the last first, at most `most` of them.

    Exact as of now; to act on it, hold the pool's row in `tx` before asking. Raises
    StoreUnavailable.
    """
    rows = await list_rows(_Waiting, _WAITING, pool_id, most, tx=tx)
    return [(row.application_id, row.claim_id) for row in rows]
