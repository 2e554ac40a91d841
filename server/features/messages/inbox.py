"""The person's own inbox: a page of it, one entry, and marking an entry as read."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

import msgspec

from server.clock import Clock
from server.edge.web.field_types import Id, about
from server.edge.web.params import Query, decode_cursor, page_of
from server.errors import NotFound
from server.features.messages.events import EVENT_TEXTS
from server.features.messages.schemas import Inbox, NotificationView, UnreadView
from server.features.messages.texts import inbox_text, read_facts
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import transaction
from storage.postgres.notifications import SHOWN, mark_all_read, mark_read

_COLUMNS: Final = (
    "id, event, application_id, title, body, data::text AS data, created_at, read_at, message_state"
)
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM notifications n
 WHERE user_id = $1 AND {SHOWN} AND ($2::timestamptz IS NULL OR (created_at, id) < ($2, $3))
   AND ($5::uuid IS NULL OR application_id = $5) AND (NOT $6 OR read_at IS NULL)
 ORDER BY created_at DESC, id DESC LIMIT $4
"""
_UNREAD: Final = f"""
SELECT count(*)::int AS count FROM notifications n WHERE user_id = $1 AND read_at IS NULL AND {SHOWN}
"""
_ONE: Final = f"SELECT {_COLUMNS} FROM notifications n WHERE id = $1 AND user_id = $2 AND {SHOWN}"


class _Entry(msgspec.Struct, frozen=True):
    """An inbox entry as it was told."""

    id: UUID
    event: str
    application_id: UUID | None
    title: str
    body: str
    data: str
    created_at: datetime
    read_at: datetime | None
    message_state: str


class InboxQuery(Query, frozen=True):
    """Which entries: of one application alone, unread ones alone."""

    application_id: Id | None = None
    unread: Annotated[bool, about("true 为只看未读的", "true: unread ones alone")] = False


async def list_notifications(query: InboxQuery, *, user_id: UUID, english: bool) -> Inbox:
    """One page, newest first. Raises Invalid for a cursor that is not ours."""
    after = decode_cursor(query.cursor, tuple[datetime, UUID]) or (None, None)
    values = (user_id, *after, query.limit + 1, query.application_id, query.unread)
    entries = await list_rows(_Entry, _PAGE, *values, tx=None)
    unread = await count_unread(user_id=user_id)
    shown, cursor = page_of(entries, query.limit, lambda entry: (entry.created_at, entry.id))
    return Inbox([_view(entry, english) for entry in shown], cursor, unread.count)


async def count_unread(*, user_id: UUID) -> UnreadView:
    """How many entries the person has not read, of those that they may see."""
    (unread,) = await list_rows(UnreadView, _UNREAD, user_id, tx=None)
    return unread


async def get_notification(
    notification_id: UUID, *, user_id: UUID, english: bool
) -> NotificationView:
    """Raises NotFound for somebody else's as well."""
    entry = await find_row(_Entry, _ONE, notification_id, user_id, tx=None)
    if entry is None:
        raise NotFound()
    return _view(entry, english)


async def read_notification(notification_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """The first reading counts; a repeat changes nothing. Raises NotFound for somebody else's."""
    async with transaction() as tx:
        if not await mark_read(tx, notification_id, user_id, at=clock.now()):
            raise NotFound()
        tx.created(notification_id, status=200)


async def read_all(*, user_id: UUID, clock: Clock) -> None:
    """All that was told until now."""
    async with transaction() as tx:
        await mark_all_read(tx, user_id, at=clock.now())


def _view(entry: _Entry, english: bool) -> NotificationView:
    title, body = entry.title, entry.body
    text = EVENT_TEXTS.get(entry.event)
    if english and text is not None:
        # What was told stays as it was worded then; English is a reading aid from the same facts.
        stored = msgspec.json.decode(entry.data, type=dict[str, str | int])
        title, body = inbox_text(text, read_facts(stored), english=True)
    return NotificationView(
        id=entry.id,
        event=entry.event,
        application_id=entry.application_id,
        title=title,
        body=body,
        created_at=entry.created_at,
        read_at=entry.read_at,
        message=entry.message_state,
    )
