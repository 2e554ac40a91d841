"""The inbox and its WeChat messages: entries are added once, then their message's state moves on.

States of a message: none, queued, sending, then sent, refused, failed or unknown (no answer).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tortoise import connections

from models.rules.text.limits import DISPATCH_REASON
from models.tables.ids import new_id
from storage.postgres.core.transaction import Tx, postgres_errors
from storage.postgres.digests import part_digest, settle_digest
from storage.postgres.dispatches import DISPATCHED, SMS_AFTER

_DELIVERED: Final = "0"

_ADD = f"""
WITH made AS (
    INSERT INTO notifications (id, user_id, application_id, event, event_key, title, body, data,
                               created_at, message_state, attempts, enterprise_id)
    SELECT m.id, m.user_id, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, 0, $11
      FROM unnest($1::uuid[], $2::uuid[]) AS m(id, user_id)
        ON CONFLICT (user_id, event_key) DO NOTHING
    RETURNING id, user_id
), {DISPATCHED.format(at="$9", urgent="$12", sms_after="$13")}
SELECT id FROM made
"""
SHOWN: Final = """
(n.enterprise_id IS NULL OR EXISTS (
    SELECT FROM enterprise_members m WHERE m.enterprise_id = n.enterprise_id
       AND m.user_id = n.user_id AND m.left_at IS NULL))
"""
"""A condition over `notifications n`: it is about no firm, or about one that the person acts for."""
_READ = f"""
UPDATE notifications n SET read_at = coalesce(read_at, $3)
 WHERE id = $1 AND user_id = $2 AND {SHOWN} RETURNING id
"""
_READ_ALL = f"""
UPDATE notifications n SET read_at = $2
 WHERE user_id = $1 AND read_at IS NULL AND created_at <= $2 AND {SHOWN}
"""
_BEGIN = """
UPDATE notifications
   SET message_state = 'sending', message_reason = NULL, sent_at = $2, attempts = attempts + 1
 WHERE id = $1
"""
_LEAVE_UNSENT = """
UPDATE notifications SET message_state = $2, message_reason = $3 WHERE id = ANY($1)
"""
_ANSWER = """
UPDATE notifications SET message_state = $2, msgid = coalesce($3, msgid), message_reason = $4
 WHERE id = $1 AND message_state = 'sending'
"""
_PUT_BACK = """
UPDATE notifications
   SET message_state = 'queued', attempts = attempts - 1, message_reason = $2
 WHERE id = $1 AND message_state = 'sending'
"""
_GIVE_UP = """
UPDATE notifications SET message_state = $2, message_reason = $3
 WHERE id = $1 AND message_state IN ('queued', 'sending', 'unknown')
"""
_WAITS = "UPDATE notifications SET message_reason = $2 WHERE id = $1 AND message_state = 'queued'"
_REPORT = """
UPDATE notifications SET message_state = $3, msgid = $2, message_reason = $4
 WHERE id = $1 AND message_state IN ('sending', 'unknown', 'sent')
"""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One happening as it enters inboxes; `facts` is JSON, `key` makes it once a person.

    With `enterprise_id` it shows only to who acts for that firm (`SHOWN`). What is `urgent` goes by SMS
    where WeChat could not tell it.
    """

    event: str
    key: str
    title: str
    body: str
    facts: str
    at: datetime
    application_id: UUID | None = None
    enterprise_id: UUID | None = None
    message_state: str = "none"
    urgent: bool = False


async def add_entries(tx: Tx, user_ids: Sequence[UUID], entry: NewEntry) -> list[UUID]:
    """Put it into each inbox that does not hold its key yet; the ids of the new rows.

    It is on its way by mail from then on, to whoever has an address.
    """
    made = await tx.raw.fetch(
        _ADD,
        [new_id() for _ in user_ids],
        user_ids,
        entry.application_id,
        entry.event,
        entry.key,
        entry.title,
        entry.body,
        entry.facts,
        entry.at,
        entry.message_state,
        entry.enterprise_id,
        entry.urgent,
        SMS_AFTER,
    )
    return [row["id"] for row in made]


async def mark_read(tx: Tx, notification_id: UUID, user_id: UUID, *, at: datetime) -> bool:
    """The first reading counts; False if the person has no such entry."""
    return await tx.raw.fetchval(_READ, notification_id, user_id, at) is not None


async def mark_all_read(tx: Tx, user_id: UUID, *, at: datetime) -> None:
    """All that the person can see and was told by then."""
    await tx.raw.execute(_READ_ALL, user_id, at)


async def mark_sending(tx: Tx, notification_id: UUID, *, at: datetime) -> None:
    """One more call to WeChat begins."""
    await tx.raw.execute(_BEGIN, notification_id, at)


async def leave_unsent(tx: Tx, ids: Sequence[UUID], state: str, reason: str) -> None:
    """No call is made now; the caller holds the rows."""
    await tx.raw.execute(_LEAVE_UNSENT, ids, state, reason)


async def record_answer(
    tx: Tx,
    notification_id: UUID,
    state: str,
    *,
    msgid: str | None = None,
    reason: str | None = None,
) -> None:
    """WeChat's answer to the call; a report that came first is not overruled."""
    await tx.raw.execute(_ANSWER, notification_id, state, msgid, reason)
    if state == "sent":
        await settle_digest(tx, notification_id, state)
    elif state != "unknown":
        await part_digest(tx, notification_id)


async def put_back(notification_id: UUID, reason: str, *, tx: Tx) -> None:
    """Nothing was sent: as if the call had never begun; with it what it would have told of besides."""
    await tx.raw.execute(_PUT_BACK, notification_id, reason)
    await part_digest(tx, notification_id)


async def give_up(notification_id: UUID, state: str, reason: str) -> None:
    """It cannot be sent at all; the inbox holds it. Raises StoreUnavailable."""
    await _execute(_GIVE_UP, notification_id, state, reason)


async def note_waiting(notification_id: UUID, reason: str) -> None:
    """Why it is not sent now, for operators. Raises StoreUnavailable."""
    await _execute(_WAITS, notification_id, reason)


async def record_report(tx: Tx, notification_id: UUID, msgid: str, error_code: str) -> None:
    """WeChat's report: delivered or not; what is final already stays as it is."""
    delivered = error_code == _DELIVERED
    state, reason = ("sent", None) if delivered else ("failed", f"report {error_code}")
    shown = reason if reason is None else reason[:DISPATCH_REASON]
    await tx.raw.execute(_REPORT, notification_id, msgid, state, shown)
    await settle_digest(tx, notification_id, state)


async def _execute(statement: str, *values: object) -> None:
    with postgres_errors():
        await connections.get("default").execute_query(statement, list(values))
