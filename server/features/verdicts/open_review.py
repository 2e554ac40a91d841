"""Opens the review of a stage; one is open at a time for each application and stage."""

from datetime import datetime
from uuid import UUID

from models.rules.terms.programme import TrackTerms
from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_OPEN = """
INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at, out_of_order,
                     order_key)
SELECT $1, $2, $3::text, $4, 1 + coalesce(max(r.round), 0), 'open',
       coalesce($5::timestamptz, now()), false, review_key($2, coalesce($5::timestamptz, now()))
  FROM reviews r WHERE r.application_id = $2 AND r.stage = $3::text
HAVING NOT coalesce(bool_or(r.state = 'open'), false)
"""


async def open_review(
    tx: Tx, application_id: UUID, track: TrackTerms, stage: str, *, at: datetime | None
) -> None:
    """Nothing happens if it is open already; without `at` the transaction's own time counts.

    The caller holds the application's row. The money stage has no review: payouts are its work.
    """
    step = next((step for step in track.stages if step.kind == stage), None)
    if step is not None and step.kind != "payout":
        await tx.raw.execute(_OPEN, new_id(), application_id, stage, step.role, at)
