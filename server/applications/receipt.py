"""What a submission's receipt says: the application, its claim and key, the papers' hashes, when."""

from typing import Any
from uuid import UUID

from models.rules.orderkey import OrderKey
from server.applications.admission import HandIn


def receipt_payload(
    it: HandIn, claim_id: UUID | None, key: OrderKey, amount_fen: int
) -> dict[str, Any]:
    """The signed content (quota.md, Receipt); it says nothing about the place in the line."""
    return {
        "application": str(it.row["id"]),
        "number": it.row["number"],
        "edition": it.row["edition_id"],
        "track": it.row["track"],
        "uscc": it.row["uscc"],
        "claim": None if claim_id is None else str(claim_id),
        "key": key.member,
        "amount_fen": amount_fen,
        "rules": str(it.row["rule_version_id"]),
        "evidence": [{"kind": paper.kind, "sha256": paper.sha256} for paper in it.papers],
        "issued_at": it.now.isoformat(timespec="milliseconds"),
    }
