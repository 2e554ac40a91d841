"""What a receipt says: the application, its claim and key, the papers' hashes, when."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from models.rules.line.order_key import OrderKey
from models.tables.ids import new_id
from server.edge.receipts import Signer
from server.features.applications.admission import HandIn, Paper
from storage.postgres.core.transaction import Tx

_NAMED = """
SELECT a.id, a.number, a.edition_id, a.track, a.rule_version_id, e.uscc, a.award_fen,
       c.id AS claim_id, c.amount_fen, c.sequence,
       extract(epoch FROM c.later_at)::bigint AS later,
       extract(epoch FROM c.earlier_at)::bigint AS earlier
  FROM applications a
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE a.id = $1
"""
_PAPERS = """
SELECT v.id, v.kind, v.sha256 FROM evidence v
 WHERE v.application_id = $1 AND v.deleted_at IS NULL ORDER BY v.id
"""
_ISSUE = "INSERT INTO receipts (id, application_id, kid, token, issued_at) VALUES ($1,$2,$3,$4,$5)"


def receipt_payload(
    it: HandIn, claim_id: UUID | None, key: OrderKey, amount_fen: int
) -> dict[str, Any]:
    """The signed content (quota.md, Receipt); it says nothing about the place in the line."""
    return _payload(it.row, it.papers, _claimed(claim_id, key, amount_fen), it.now)


async def issue_receipt(tx: Tx, application_id: UUID, *, signer: Signer, now: datetime) -> None:
    """A new receipt of the application as it stands in this transaction; the latest is shown.

    The caller holds its row.
    """
    row: Any = await tx.raw.fetchrow(_NAMED, application_id)
    papers = [Paper(*paper) for paper in await tx.raw.fetch(_PAPERS, application_id)]
    if row["claim_id"] is None:
        claimed = _claimed(None, None, row["award_fen"] or 0)
    else:
        key = OrderKey(row["later"], row["earlier"], row["sequence"])
        claimed = _claimed(row["claim_id"], key, row["amount_fen"])
    token = signer.sign(_payload(row, papers, claimed, now))
    await tx.raw.execute(_ISSUE, new_id(), application_id, signer.kid, token, now)


def _claimed(claim_id: UUID | None, key: OrderKey | None, amount_fen: int) -> dict[str, Any]:
    return {
        "claim": None if claim_id is None else str(claim_id),
        "key": None if key is None else key.member,
        "amount_fen": amount_fen,
    }


def _payload(
    row: Mapping[str, Any], papers: Sequence[Paper], claimed: dict[str, Any], now: datetime
) -> dict[str, Any]:
    return claimed | {
        "application": str(row["id"]),
        "number": row["number"],
        "edition": row["edition_id"],
        "track": row["track"],
        "uscc": row["uscc"],
        "rules": str(row["rule_version_id"]),
        "evidence": [{"kind": paper.kind, "sha256": paper.sha256} for paper in papers],
        "issued_at": now.isoformat(timespec="milliseconds"),
    }
