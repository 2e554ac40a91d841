"""Tells at each invoice among the papers what it says otherwise than the application."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from msgspec.structs import replace

from models.rules.invoices.differences import StatedTerms, differences
from models.rules.invoices.invoice import Party, ReadInvoice
from models.rules.paper_faults import NO_INVOICE
from server.clock import SHANGHAI
from server.features.applications.invoice_schemas import (
    InvoiceDifference,
    InvoiceParty,
    InvoiceView,
)
from server.features.applications.schemas import EvidenceItem
from storage.postgres.application_rows import ShownApplication

_CALLED: Final = ("发票", "invoice")
"""Whoever calls a file so expects to see what was read of it."""


def with_differences(
    papers: Sequence[EvidenceItem], row: ShownApplication, *, english: bool
) -> list[EvidenceItem]:
    """The same papers. Those that another one replaced are compared as they are."""
    stated = _stated(row, papers)
    return [_told(paper, stated, english) for paper in papers]


def _told(paper: EvidenceItem, stated: StatedTerms, english: bool) -> EvidenceItem:
    if paper.invoice:
        return replace(paper, invoice=_compared(paper.invoice, stated, english))
    if paper.state == "checked" and any(word in paper.name.lower() for word in _CALLED):
        return replace(paper, message=NO_INVOICE.in_language(english))
    return paper


def _compared(view: InvoiceView, stated: StatedTerms, english: bool) -> InvoiceView:
    found = differences(_invoice(view), stated)
    return replace(
        view,
        differences=[
            InvoiceDifference(one.field, one.code, one.text.in_language(english)) for one in found
        ],
    )


def _stated(row: ShownApplication, papers: Sequence[EvidenceItem]) -> StatedTerms:
    platform = Party(row.platform_name, row.platform_uscc)
    return StatedTerms(
        firm=Party(row.enterprise_name, row.uscc),
        platform=platform if row.plan_id is not None else None,
        fee_fen=row.fee_fen,
        paid_fen=row.paid_fen,
        signed_on=_day(row.signed_at),
        invoiced_fen=_sum(papers),
    )


def _sum(papers: Sequence[EvidenceItem]) -> int | None:
    """Each once, however many papers show it, without those that were replaced; None where an
    amount was not found."""
    counted = [one.invoice for one in papers if one.invoice and one.replaced_by is None]
    found = {(one.code, one.number): one.total_fen for one in counted}
    known = [fen for fen in found.values() if fen is not None]
    return sum(known) if len(known) == len(found) else None


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(SHANGHAI).date()


def _invoice(view: InvoiceView) -> ReadInvoice:
    return ReadInvoice(
        number=view.number,
        code=view.code,
        issued_on=view.issued_on,
        total_fen=view.total_fen,
        net_fen=view.net_fen,
        buyer=_party(view.buyer),
        seller=_party(view.seller),
        contradicted=tuple(view.contradicted),
    )


def _party(view: InvoiceParty) -> Party:
    return Party(view.name, view.code)
