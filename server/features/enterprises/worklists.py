"""What waits for a reviewer of firms: disputes, and firms that nobody has checked."""

from typing import Annotated, Literal
from uuid import UUID

from models.tables.enterprises import Dispute, Enterprise
from server.edge.web.auth import Identity
from server.edge.web.field_types import about
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.errors import NotFound
from server.features.enterprises.access import scope_over_firms
from server.features.enterprises.raise_dispute import dispute_view
from server.features.enterprises.schemas import (
    DisputeItem,
    DisputeView,
    EnterpriseView,
    enterprise_view,
)
from server.roles import READING_FIRMS
from storage.postgres.core.transaction import postgres_errors


class DisputeQuery(Query, frozen=True):
    state: Annotated[
        Literal["open", "upheld", "dismissed"],
        about("只看此状态的争议", "only disputes in this state"),
    ] = "open"


async def list_disputes(query: DisputeQuery, *, by: Identity) -> Page[DisputeItem]:
    """Oldest first, within the reviewer's scope; raises Forbidden."""
    found = Dispute.filter(scope_over_firms(by, *READING_FIRMS).disputes(), state=query.state)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__gt=after[0])
    with postgres_errors():
        rows = await found.order_by("id").limit(query.limit + 1).select_related("enterprise")
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page([_item(row) for row in shown], cursor)


async def list_unverified(query: Query, *, by: Identity) -> Page[EnterpriseView]:
    """Firms that somebody has claimed, oldest first, within the scope; raises Forbidden."""
    found = Enterprise.filter(scope_over_firms(by, *READING_FIRMS).firms(), state="claimed")
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__gt=after[0])
    with postgres_errors():
        rows = await found.order_by("id").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page([enterprise_view(row) for row in shown], cursor)


async def get_dispute(dispute_id: UUID) -> DisputeView:
    """For who has just decided it."""
    with postgres_errors():
        found = await Dispute.filter(id=dispute_id).select_related("enterprise").first()
    if found is None:
        raise NotFound()
    return dispute_view(found)


def _item(dispute: Dispute) -> DisputeItem:
    return DisputeItem(
        dispute.id,
        enterprise_view(dispute.enterprise),
        dispute.reason,
        dispute.state,
        dispute.raised_at,
    )
