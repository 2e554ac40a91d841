"""Lists credit records (notice, 四(三)): what every reviewer must know of a firm before passing."""

from typing import Annotated
from uuid import UUID

from models.rules.uscc import normalise_uscc
from models.tables.payouts import CreditRecord
from server.edge.web.field_types import Uscc, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import Invalid
from server.features.enterprises.odd_codes import find_code_problem
from server.features.exceptions.schemas import CreditRecordView
from storage.postgres.core.transaction import postgres_errors


class CreditQuery(Query, frozen=True, kw_only=True):
    uscc: Annotated[Uscc, about("企业的统一社会信用代码", "code of the firm")]


async def list_credit_records(query: CreditQuery) -> Page[CreditRecordView]:
    """The newest first; a firm's record holds in every programme, so no grant narrows it.

    Raises Invalid for a code that is none.
    """
    wrong = await find_code_problem(query.uscc)
    if wrong is not None:
        raise Invalid(errors=[wrong])
    found = CreditRecord.filter(uscc=normalise_uscc(query.uscc))
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__lt=after[0])
    with postgres_errors():
        rows = await found.order_by("-id").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page([_view(row) for row in shown], cursor)


async def credit_records_of(uscc: str) -> list[CreditRecordView]:
    """All of a firm, the newest first."""
    with postgres_errors():
        rows = await CreditRecord.filter(uscc=uscc).order_by("-id")
    return [_view(row) for row in rows]


def _view(row: CreditRecord) -> CreditRecordView:
    return CreditRecordView(
        row.id,
        row.uscc,
        row.application_id,
        row.reason,
        row.recover_fen,
        row.recorded_at,
        row.blocks_until,
        row.lifted_at,
    )
