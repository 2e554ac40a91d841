"""Payouts as the authority sees them: the list, and one with its lines."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import connections
from tortoise.expressions import Q

from models.tables.payouts import Payout, PayoutLine
from server.edge.web.auth import Identity
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.identity.scope import Scope
from server.features.payouts.access import READING, find_payout
from server.features.payouts.schemas import LineView, PaidApplication, PayoutItem, PayoutView
from storage.postgres.core.transaction import postgres_errors

_ITEMS = """
SELECT i.line_id, i.application_id, i.amount_fen, a.number, e.name AS enterprise, e.uscc
  FROM payout_items i
  JOIN payout_lines l ON l.id = i.line_id
  JOIN applications a ON a.id = i.application_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
 WHERE l.payout_id = $1 ORDER BY a.number
"""


async def list_payouts(query: Query, *, by: Identity) -> Page[PayoutItem]:
    """The newest first."""
    found = Payout.filter(Scope.of(by, *READING).editions("edition__"))
    after = decode_cursor(query.cursor, tuple[datetime, UUID])
    if after is not None:
        at, key = after
        found = found.filter(Q(created_at__lt=at) | Q(Q(created_at=at), Q(id__lt=key)))
    with postgres_errors():
        rows = await found.order_by("-created_at", "-id").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.created_at, row.id))
    return Page([PayoutItem(**_fields(row)) for row in shown], cursor)


async def get_payout(payout_id: UUID, *, by: Identity) -> PayoutView:
    """Raises NotFound."""
    payout = await find_payout(payout_id, by=by, roles=READING)
    items = await items_of(payout_id)
    with postgres_errors():
        lines = await PayoutLine.filter(payout_id=payout_id).order_by("number")
    return PayoutView(
        **_fields(payout), lines=[_line(line, items.get(line.id, [])) for line in lines]
    )


async def items_of(payout_id: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """The applications of each line, by number."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_ITEMS, [payout_id])
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["line_id"], []).append(row)
    return found


def _fields(row: Payout) -> dict[str, Any]:
    names = ("id", "track", "state", "total_fen", "created_at", "confirmed_at", "paid_on")
    fields = {name: getattr(row, name) for name in (*names, "voucher_no")}
    return {**fields, "edition": row.edition_id}


def _line(line: PayoutLine, items: list[dict[str, Any]]) -> LineView:
    return LineView(
        id=line.id,
        number=line.number,
        platform_id=line.platform_id,
        payee=line.payee_name,
        bank=line.bank,
        account=line.account_masked,
        applications=[
            PaidApplication(
                row["application_id"], row["number"], row["enterprise"], row["amount_fen"]
            )
            for row in items
        ],
        amount_fen=line.amount_fen,
        state=line.state,  # type: ignore[arg-type]  # a column
        failure=line.failure,
    )
