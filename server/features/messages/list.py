"""The person's own inbox, newest first; or one entry of it."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from tortoise import connections

from server.edge.web.params import Query, decode_cursor, page_of
from server.errors import NotFound
from server.features.messages.events import TOLD
from server.features.messages.schemas import Inbox, NotificationView
from server.features.messages.texts import inbox_text, read_facts
from storage.postgres.core.transaction import postgres_errors

_COLUMNS: Final = (
    "id, event, application_id, title, body, data::text AS data, created_at, read_at, message_state"
)
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM notifications
 WHERE user_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
 ORDER BY created_at DESC, id DESC LIMIT $4
"""
_UNREAD: Final = "SELECT count(*) FROM notifications WHERE user_id = $1 AND read_at IS NULL"
_ONE: Final = f"SELECT {_COLUMNS} FROM notifications WHERE id = $1 AND user_id = $2"


async def list_notifications(query: Query, *, user_id: UUID, english: bool) -> Inbox:
    """Raises Invalid for a cursor that is not ours."""
    after = decode_cursor(query.cursor, tuple[datetime, UUID])
    rows = await _rows(_PAGE, [user_id, *(after or (None, None)), query.limit + 1])
    unread = await _rows(_UNREAD, [user_id])
    shown, cursor = page_of(rows, query.limit, lambda row: (row["created_at"], row["id"]))
    return Inbox(
        items=[_view(row, english) for row in shown],
        next_cursor=cursor,
        unread=unread[0]["count"],
    )


async def get_notification(
    notification_id: UUID, *, user_id: UUID, english: bool
) -> NotificationView:
    """Raises NotFound for somebody else's as well."""
    rows = await _rows(_ONE, [notification_id, user_id])
    if not rows:
        raise NotFound()
    return _view(rows[0], english)


async def _rows(sql: str, values: list[Any]) -> list[dict[str, Any]]:
    with postgres_errors():
        return list(await connections.get("default").execute_query_dict(sql, values))


def _view(row: dict[str, Any], english: bool) -> NotificationView:
    title, body = row["title"], row["body"]
    told = TOLD.get(row["event"])
    if english and told is not None:
        # What was told stays as it was worded then; English is a reading aid from the same facts.
        facts = read_facts(msgspec.json.decode(row["data"]))
        title, body = inbox_text(told, facts, english=True)
    return NotificationView(
        id=row["id"],
        event=row["event"],
        application_id=row["application_id"],
        title=title,
        body=body,
        created_at=row["created_at"],
        read_at=row["read_at"],
        message=row["message_state"],
    )
