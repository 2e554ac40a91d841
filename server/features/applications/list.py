"""Lists the person's own applications, newest first."""

from datetime import datetime
from uuid import UUID

from server.clock import Clock
from server.edge.web.params import Query, decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.applications.reader import Applicant
from server.features.applications.schemas import ApplicationView
from server.features.applications.view import present_applications
from storage.postgres.application_rows import SHOWN_TO_MEMBERS, fetch_applications
from storage.redis.quota import QuotaRedis

_MINE = f"""
 WHERE {SHOWN_TO_MEMBERS}
   AND EXISTS (SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
                  AND m.user_id = $1 AND m.left_at IS NULL)
   AND ($2::timestamptz IS NULL OR (a.created_at, a.id) < ($2, $3))
 ORDER BY a.created_at DESC, a.id DESC LIMIT $4
"""


async def list_own_applications(
    query: Query, *, user_id: UUID, quota: QuotaRedis, clock: Clock, english: bool
) -> Page[ApplicationView]:
    after = decode_cursor(query.cursor, tuple[datetime, UUID])
    rows = await fetch_applications(_MINE, user_id, *(after or (None, None)), query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.created_at, row.id))
    items = await present_applications(
        shown, reader=Applicant(user_id), quota=quota, clock=clock, english=english
    )
    return Page(items, cursor)
