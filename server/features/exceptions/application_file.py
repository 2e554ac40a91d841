"""The whole file of an application, for the authority that decides about it outside of a review."""

from typing import Annotated, Final
from uuid import UUID

import msgspec

from models.tables.applications import Application
from server.edge.web.auth import Identity
from server.edge.web.field_types import about
from server.errors import NotFound
from server.features.applications.decision import explain_row
from server.features.applications.decision_schemas import DecisionView
from server.features.applications.schemas import ApplicationView
from server.features.enterprises.schemas import EnterpriseView, enterprise_view
from server.features.exceptions.credit_records import credit_records_of
from server.features.exceptions.schemas import CreditRecordView
from server.features.reviews.access import require_reach
from server.features.reviews.contact import find_contact
from server.features.reviews.contact_schema import ContactView
from server.features.reviews.readers import OfficeReader
from server.features.reviews.show import show_application
from server.ports import Ports
from server.roles import READING_EDITIONS
from storage.postgres.application_rows import fetch_application
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import postgres_errors

_PAID: Final = """
SELECT coalesce(sum(i.amount_fen) FILTER (WHERE l.state = 'paid'), 0)::bigint AS paid_fen,
       (SELECT p.id FROM appeals p WHERE p.application_id = $1 AND p.state = 'open') AS open_appeal
  FROM payout_items i JOIN payout_lines l ON l.id = i.line_id
 WHERE i.application_id = $1
"""


class _Paid(msgspec.Struct, frozen=True):
    paid_fen: int
    open_appeal: UUID | None


class ApplicationFile(msgspec.Struct, frozen=True, kw_only=True):
    """An application with its firm, the reasoning, what was paid, and what is on record of the firm."""

    application: Annotated[ApplicationView, about("申请全文", "the application")]
    district: str
    firm: Annotated[
        EnterpriseView | None, about("企业；空值为未知", "the firm; null while unknown")
    ]
    contact: Annotated[
        ContactView | None,
        about("申请人的联系电话；空值为没有留", "whom to call about it; null where none is known"),
    ]
    decision: Annotated[DecisionView, about("审核依据全文", "the whole reasoning")]
    government_paid_fen: Annotated[
        int, about("已拨付的金额，分", "what was paid out for it, in fen")
    ]
    open_appeal: Annotated[
        UUID | None, about("待决定的申诉；空值为没有", "an appeal to decide; null without one")
    ]
    credit_records: Annotated[
        list[CreditRecordView], about("企业的失信记录", "credit records of the firm")
    ]


async def get_application_file(
    application_id: UUID, *, by: Identity, ports: Ports, english: bool
) -> ApplicationFile:
    """Raises NotFound outside the grants, and for what is still a draft."""
    await require_reach(application_id, by, *READING_EDITIONS)
    row = await fetch_application(application_id)
    with postgres_errors():
        found = await Application.get(id=application_id).select_related("enterprise")
    if row is None:
        raise NotFound()
    quota, clock = ports.quota, ports.clock
    reader = OfficeReader(by)
    paid = await find_row(_Paid, _PAID, application_id, tx=None)
    firm = found.enterprise
    return ApplicationFile(
        application=await show_application(
            application_id, reader=reader, quota=quota, clock=clock, english=english
        ),
        district=found.district,
        firm=None if firm is None else enterprise_view(firm),
        contact=await find_contact(application_id),
        decision=await explain_row(row, quota=quota, clock=clock, english=english),
        government_paid_fen=0 if paid is None else paid.paid_fen,
        open_appeal=None if paid is None else paid.open_appeal,
        credit_records=[] if firm is None else await credit_records_of(firm.uscc),
    )
