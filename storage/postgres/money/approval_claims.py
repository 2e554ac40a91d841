"""Writes claims that begin with an approval, on merit and rolling tracks."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

_ADD: Final = """
WITH claim AS (
    INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places, live,
                        version, ranked_version, recorded_epoch, recorded_revision, state,
                        touched_at, created_at)
    SELECT $1, $2, p.id, date_trunc('second', $3::timestamptz), date_trunc('second', $3), $4, 1,
           true, 1, 0, 0, 0, 'pending', $3, $3
      FROM pools p WHERE p.edition_id = $5 AND p.code = $6
    RETURNING id, pool_id
), award AS (
    INSERT INTO award_lines (id, application_id, funder, pool_id, amount_fen)
    SELECT $7, $2, 'government', pool_id, $4 FROM claim
        ON CONFLICT (application_id, funder, pool_id) DO UPDATE SET amount_fen = $4
)
SELECT id FROM claim
"""


async def add_approval_claim(
    tx: Tx, application_id: UUID, amount_fen: int, *, edition: str, pool: str, at: datetime
) -> UUID:
    """A claim and its award line, keyed by the moment of approval; the claim's id."""
    claim_id: UUID = await tx.raw.fetchval(
        _ADD, new_id(), application_id, at, amount_fen, edition, pool, new_id()
    )
    return claim_id
