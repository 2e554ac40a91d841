"""What a confirmed payout means for each application on it: paid and told, or back to payable."""

from datetime import datetime
from typing import Any
from uuid import UUID

from models.tables.payouts import Payout
from server.audiences import Role
from server.edge.web.auth import Identity
from server.features.messages.tell import tell_members
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job

# In the order of ids, as everybody does who locks several applications.
_HELD = """
SELECT a.id, i.amount_fen, l.payee_name, l.failure
  FROM payout_lines l
  JOIN payout_items i ON i.line_id = l.id AND i.live
  JOIN applications a ON a.id = i.application_id
 WHERE l.payout_id = $1 AND l.state = $2 AND a.status = 'payable'
 ORDER BY a.id FOR NO KEY UPDATE OF a
"""
_PAY = """
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


async def mark_paid(tx: Tx, payout: Payout, *, by: Identity, now: datetime) -> list[Job]:
    """Applications of the lines that went through; the jobs that tell their firms."""
    rows = await tx.raw.fetch(_HELD, payout.id, "paid")
    ids = [row["id"] for row in rows]
    await tx.raw.execute(_PAY, ids, now, by.user_id, payout.voucher_no)
    about = {"payout": str(payout.id), "on": payout.paid_on}
    lines = [_line(row, "paid", about | {"amount_fen": row["amount_fen"]}, by, now) for row in rows]
    await write_audit(tx, *lines)
    return [job for row in rows for job in await _tell(tx, payout, row, now)]


async def go_back(tx: Tx, payout: Payout, *, by: Identity, now: datetime) -> None:
    """Applications of the lines that failed stay payable and can be gathered again."""
    rows = await tx.raw.fetch(_HELD, payout.id, "failed")
    await tx.raw.execute(
        "UPDATE payout_items i SET live = false FROM payout_lines l"
        " WHERE l.id = i.line_id AND l.payout_id = $1 AND l.state = 'failed'",
        payout.id,
    )
    lines = [
        _line(row, "payout.failed", {"payout": str(payout.id)}, by, now, comment=row["failure"])
        for row in rows
    ]
    await write_audit(tx, *lines)


async def _tell(tx: Tx, payout: Payout, row: Any, now: datetime) -> list[Job]:
    application_id: UUID = row["id"]
    return await tell_members(
        tx,
        application_id,
        "application.paid",
        key=f"paid:{payout.id}:{application_id}",
        at=now,
        facts={
            "amount_fen": row["amount_fen"],
            "paid_on": str(payout.paid_on),
            "payee": row["payee_name"],
        },
    )


def _line(
    row: Any,
    event: str,
    detail: dict[str, Any],
    by: Identity,
    now: datetime,
    *,
    comment: str | None = None,
) -> AuditLine:
    return AuditLine(
        "application", row["id"], now, by.user_id, Role.AUTHORITY, event, detail, comment
    )
