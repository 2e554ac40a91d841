"""Writes of invoices: what a paper was found to say, once."""

from datetime import datetime
from uuid import UUID

import msgspec

from models.rules.invoices.invoice import ReadInvoice
from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx

# A job that was begun twice has read the same.
_KEEP = """
INSERT INTO invoices (id, evidence_id, number, code, issued_on, total_fen, net_fen, buyer_name,
                      buyer_code, seller_name, seller_code, sources, contradicted, read_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13, $14)
    ON CONFLICT (evidence_id) DO NOTHING
"""


async def keep_invoice(
    tx: Tx, evidence_id: UUID, invoice: ReadInvoice | None, *, at: datetime
) -> None:
    """The paper's row is there; it is read once. Nothing for a paper that is no invoice."""
    if invoice is None:
        return
    await tx.raw.execute(
        _KEEP,
        new_id(),
        evidence_id,
        invoice.number,
        invoice.code,
        invoice.issued_on,
        invoice.total_fen,
        invoice.net_fen,
        invoice.buyer.name,
        invoice.buyer.code,
        invoice.seller.name,
        invoice.seller.code,
        msgspec.json.encode(invoice.sources).decode(),
        list(invoice.contradicted),
        at,
    )
