"""Writes of payouts: made with their lines, confirmed, paid out to the ledger or returned."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from models.tables.payouts import Payout, PayoutItem, PayoutLine
from storage.postgres.core.transaction import Tx

_CLOSE_LINES: Final = """
UPDATE payout_lines l
   SET state = CASE WHEN f.id IS NULL THEN 'paid' ELSE 'failed' END, failure = f.reason
  FROM payout_lines o LEFT JOIN unnest($2::uuid[], $3::text[]) AS f(id, reason) ON f.id = o.id
 WHERE o.payout_id = $1 AND l.id = o.id
"""
_PAY: Final = """
WITH paid AS (
    UPDATE applications SET status = 'paid', updated_at = $2, version = version + 1
     WHERE id = ANY($1) RETURNING id
)
INSERT INTO pool_ledger (pool_id, at, kind, amount_fen, places, claim_id, actor_id, reason)
SELECT c.pool_id, $2, 'paid', i.amount_fen, c.places, c.id, $3, $4
  FROM paid
  JOIN claims c ON c.application_id = paid.id AND c.live
  JOIN payout_items i ON i.application_id = paid.id AND i.live
"""
_RETURN_ITEMS: Final = """
UPDATE payout_items i SET live = false FROM payout_lines l
 WHERE l.id = i.line_id AND l.payout_id = $1 AND l.state = 'failed'
"""


async def save_payout(
    tx: Tx, payout: Payout, lines: Sequence[PayoutLine], items: Sequence[PayoutItem]
) -> None:
    """A new payout; the unique index on live items refuses an application that is on another."""
    await payout.save(using_db=tx.connection, force_create=True)
    await PayoutLine.bulk_create(lines, using_db=tx.connection)
    await PayoutItem.bulk_create(items, batch_size=1000, using_db=tx.connection)


async def close_payout(
    tx: Tx,
    payout: Payout,
    failures: Mapping[UUID, str],
    *,
    paid_on: date,
    voucher_no: str,
    by: UUID,
    at: datetime,
) -> None:
    """Confirmed: lines in `failures` (line → reason) failed, all others are paid.

    The caller holds the payout's row.
    """
    payout.state, payout.confirmed_by_id, payout.confirmed_at = "confirmed", by, at
    payout.paid_on, payout.voucher_no = paid_on, voucher_no
    await payout.save(using_db=tx.connection)
    await tx.raw.execute(_CLOSE_LINES, payout.id, list(failures), list(failures.values()))


async def pay_applications(
    tx: Tx, application_ids: Sequence[UUID], *, voucher_no: str, by: UUID, at: datetime
) -> None:
    """Applications of paid lines become `paid`, with an entry in the ledger of each one's pool.

    The caller holds their rows.
    """
    await tx.raw.execute(_PAY, application_ids, at, by, voucher_no)


async def return_failed_items(tx: Tx, payout_id: UUID) -> None:
    """Applications of failed lines can be gathered by another payout."""
    await tx.raw.execute(_RETURN_ITEMS, payout_id)
