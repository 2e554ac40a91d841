"""The firms that a person acts for."""

from uuid import UUID

from models.tables.enterprises import Enterprise
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.enterprises.schemas import EnterpriseView, enterprise_view
from storage.postgres.core.transaction import postgres_errors


async def list_enterprises(query: Query, *, user_id: UUID) -> Page[EnterpriseView]:
    """Oldest first; ids grow with time."""
    found = Enterprise.filter(members__user_id=user_id, members__left_at__isnull=True)
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__gt=after[0])
    with postgres_errors():
        rows = await found.order_by("id").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page([enterprise_view(row) for row in shown], cursor)
