"""Signs what a receipt says: the application, its claim and key, the papers' hashes, when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from models.rules.line.order_key import OrderKey
from models.tables.ids import new_id
from server.edge.receipts import Signer
from server.features.applications.admission import HandIn, SealedPaper
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.receipts import add_receipt
from storage.postgres.submission import NewReceipt

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
SELECT v.id, v.kind, v.sha256, v.state FROM evidence v
 WHERE v.application_id = $1 AND v.deleted_at IS NULL ORDER BY v.id
"""


class NamedApplication(Protocol):
    """What a receipt names an application by."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> str: ...
    @property
    def edition_id(self) -> str: ...
    @property
    def track(self) -> str: ...
    @property
    def uscc(self) -> str | None: ...
    @property
    def rule_version_id(self) -> UUID: ...


class _Named(msgspec.Struct, frozen=True):
    id: UUID
    number: str
    edition_id: str
    track: str
    rule_version_id: UUID
    uscc: str | None
    award_fen: int | None
    claim_id: UUID | None
    amount_fen: int | None
    sequence: int | None
    later: int | None
    earlier: int | None

    @property
    def key(self) -> OrderKey | None:
        if self.later is None or self.earlier is None or self.sequence is None:
            return None
        return OrderKey(self.later, self.earlier, self.sequence)


def new_receipt(
    hand_in: HandIn, claim_id: UUID | None, key: OrderKey, amount_fen: int
) -> NewReceipt:
    """The receipt of a submission (quota.md, Receipt); it says nothing about the place in the line."""
    claimed = _claimed(claim_id, key, amount_fen)
    payload = _payload(hand_in.row, hand_in.papers, claimed, hand_in.now)
    return NewReceipt(new_id(), hand_in.signer.kid, hand_in.signer.sign(payload))


async def issue_receipt(tx: Tx, application_id: UUID, *, signer: Signer, now: datetime) -> None:
    """A new receipt of the application as it is in this transaction; the latest is shown.

    The caller holds its row.
    """
    row = await find_row(_Named, _NAMED, application_id, tx=tx)
    if row is None:
        raise LookupError(f"no application {application_id}")
    papers = await list_rows(SealedPaper, _PAPERS, application_id, tx=tx)
    amount_fen = row.award_fen if row.claim_id is None else row.amount_fen
    claimed = _claimed(row.claim_id, row.key, amount_fen or 0)
    token = signer.sign(_payload(row, papers, claimed, now))
    await add_receipt(tx, application_id, kid=signer.kid, token=token, at=now)


def _claimed(
    claim_id: UUID | None, key: OrderKey | None, amount_fen: int
) -> dict[str, str | int | None]:
    return {
        "claim": None if claim_id is None else str(claim_id),
        "key": None if key is None else key.member,
        "amount_fen": amount_fen,
    }


def _payload(
    application: NamedApplication,
    papers: Sequence[SealedPaper],
    claimed: dict[str, str | int | None],
    now: datetime,
) -> dict[str, object]:
    return {
        **claimed,
        "application": str(application.id),
        "number": application.number,
        "edition": application.edition_id,
        "track": application.track,
        "uscc": application.uscc,
        "rules": str(application.rule_version_id),
        "evidence": [{"kind": paper.kind, "sha256": paper.sha256} for paper in papers],
        "issued_at": now.isoformat(timespec="milliseconds"),
    }
