"""What WeChat reports about a message after it took it: matched by its number, or by the person."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from server.features.messages.catalogue import Catalogue
from storage.postgres.core.transaction import Tx

_CLOCKS_APART: Final = timedelta(seconds=30)
_DELIVERED: Final = "0"
_LONG_TERM: Final = 3

_FIND = """
SELECT e.detail->>'msgid' AS msgid, e.detail->>'error_code' AS error_code
  FROM (SELECT body->'detail' AS detail, body->>'user_id' AS user_id, received_at
          FROM push_events WHERE event = 'subscribe_msg_sent_event') e
 WHERE e.user_id = $1 AND e.detail->>'template_id' = $2 AND e.received_at >= $3
   AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.msgid = e.detail->>'msgid')
 ORDER BY e.received_at LIMIT 1
"""
_UNKNOWN = """
SELECT id FROM notifications
 WHERE user_id = $1 AND event = ANY($2) AND message_state = 'unknown' AND msgid IS NULL
   AND sent_at <= $3
 ORDER BY sent_at LIMIT 1 FOR UPDATE
"""


def events_of(catalogue: Catalogue, template_id: str) -> list[str]:
    """The events whose messages use this template."""
    return [
        event
        for event, message in catalogue.messages.items()
        if catalogue.templates[message.template].id == template_id
    ]


def is_one_time(catalogue: Catalogue, template_id: str) -> bool:
    """Whether each message uses up a consent; a template that is gone counts as one that does."""
    types = {template.id: template.type for template in catalogue.templates.values()}
    return types.get(template_id) != _LONG_TERM


async def find_outcome(tx: Tx, user_id: UUID, template_id: str, since: datetime) -> Any | None:
    """The report (`msgid`, `error_code`) of a message that no answer ever named; None without."""
    return await tx.raw.fetchrow(_FIND, str(user_id), template_id, since - _CLOCKS_APART)


async def find_unknown(
    tx: Tx, user_id: UUID, events: Sequence[str], before: datetime
) -> UUID | None:
    """The oldest message to this person of which nothing is known."""
    found: UUID | None = await tx.raw.fetchval(
        _UNKNOWN, user_id, list(events), before + _CLOCKS_APART
    )
    return found


async def note_outcome(tx: Tx, notification_id: UUID, msgid: str, error_code: str) -> None:
    """Delivered or not; what is final already stays as it is."""
    await tx.raw.execute(
        """
        UPDATE notifications SET message_state = $3, msgid = $2
         WHERE id = $1 AND message_state IN ('sending', 'unknown', 'sent')
        """,
        notification_id,
        msgid,
        "sent" if error_code == _DELIVERED else "failed",
    )
