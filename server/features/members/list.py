"""Who acts for a firm, for its owner."""

from datetime import datetime
from typing import Final
from uuid import UUID

from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.enterprises.membership import require_owner
from server.features.members.schemas import MemberView
from storage.postgres.core.rows import list_rows

_LIST: Final = """
SELECT m.user_id, u.phone_masked AS phone, m.role, m.joined_at, m.user_id = $2 AS you
  FROM enterprise_members m JOIN users u ON u.id = m.user_id
 WHERE m.enterprise_id = $1 AND m.left_at IS NULL
   AND ($3::timestamptz IS NULL OR (m.joined_at, m.user_id) > ($3, $4::uuid))
 ORDER BY m.joined_at, m.user_id LIMIT $5
"""


async def list_members(enterprise_id: UUID, query: Query, *, user_id: UUID) -> Page[MemberView]:
    """In the order in which they joined. Raises NotFound, Forbidden for who is not its owner."""
    await require_owner(enterprise_id, user_id)
    after = decode_cursor(query.cursor, tuple[datetime, UUID]) or (None, None)
    rows = await list_rows(
        MemberView, _LIST, enterprise_id, user_id, *after, query.limit + 1, tx=None
    )
    shown, cursor = page_of(rows, query.limit, lambda row: (row.joined_at, row.user_id))
    return Page(shown, cursor)
