"""What a firm had before on a track of a programme: money granted or paid, and tiers it holds."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from models.rules.lifecycle import LIVE
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

# Whoever asks second waits until the first has committed what it was granted: of two of one firm
# at the same moment each would see nothing of the other.
_HOLD = "SELECT pg_advisory_xact_lock(hashtextextended('history of ' || $1, 0))"

# Paid is what the treasury confirmed, less what was to come back; before that, what is granted.
_READ = """
WITH granted AS (
    SELECT d.year, a.history -> 'crossed' AS crossed,
           CASE WHEN paid.fen IS NOT NULL THEN greatest(paid.fen - back.fen, 0)
                WHEN a.status = ANY($5) THEN coalesce(a.award_fen, 0)
                ELSE 0 END AS fen
      FROM applications a
      JOIN editions d ON d.code = a.edition_id
     CROSS JOIN LATERAL (
           SELECT sum(i.amount_fen)::bigint AS fen
             FROM payout_items i JOIN payout_lines l ON l.id = i.line_id
            WHERE i.application_id = a.id AND i.live AND l.state = 'paid') paid
     CROSS JOIN LATERAL (
           SELECT coalesce(sum((t.detail::json ->> 'recover_fen')::bigint), 0)::bigint AS fen
             FROM audit t
            WHERE t.subject_kind = 'application' AND t.subject_id = a.id AND t.event = 'revoked'
              AND a.status = 'revoked') back
     WHERE a.enterprise_id = $1 AND d.programme_id = $2 AND a.track = $3 AND a.id <> $4
       AND a.submitted_at IS NOT NULL
)
SELECT coalesce(sum(fen) FILTER (WHERE year = $6), 0)::bigint AS year_fen,
       coalesce(sum(fen), 0)::bigint AS total_fen,
       ARRAY(SELECT DISTINCT t.tier::bigint FROM granted g
               CROSS JOIN LATERAL jsonb_array_elements_text(coalesce(g.crossed, '[]')) t(tier)
              WHERE g.fen > 0) AS tiers
  FROM granted
"""


class HistoryRow(msgspec.Struct, frozen=True):
    """Amounts in fen, `tiers` as thresholds in fen."""

    year_fen: int
    total_fen: int
    tiers: Sequence[int]


async def hold_history(tx: Tx, enterprise_id: UUID, programme: str, track: str) -> None:
    """One after the other until the end of the transaction.

    Take it after the application's row, and before any pool's.
    """
    await tx.raw.execute(_HOLD, f"{enterprise_id}/{programme}/{track}")


async def read_history(
    tx: Tx, enterprise_id: UUID, programme: str, track: str, *, year: int, apart_from: UUID
) -> HistoryRow:
    """What all applications but one were granted.

    The caller holds the history (`hold_history`), or what it reads may be out of date at once.
    """
    values = (enterprise_id, programme, track, apart_from, sorted(LIVE), year)
    (row,) = await list_rows(HistoryRow, _READ, *values, tx=tx)
    return row
