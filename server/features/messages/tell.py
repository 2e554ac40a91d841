"""Telling the people of an application: inbox entries inside the business transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.tables.ids import new_id
from server.features.messages.formats import Fact
from server.features.messages.texts import inbox_text, read_facts, stored_facts, told_of
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job

_READ = """
SELECT a.number, p.title AS programme,
       ARRAY(SELECT m.user_id FROM enterprise_members m
              WHERE m.enterprise_id = a.enterprise_id AND m.left_at IS NULL
              ORDER BY m.user_id) AS members
  FROM applications a
  JOIN editions e ON e.code = a.edition_id
  JOIN programmes p ON p.code = e.programme_id
 WHERE a.id = $1
"""
_WRITE = """
INSERT INTO notifications (id, user_id, application_id, event, event_key, title, body, data,
                           created_at, message_state, attempts)
SELECT m.id, m.user_id, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, 0
  FROM unnest($1::uuid[], $2::uuid[]) AS m(id, user_id)
    ON CONFLICT (user_id, event_key) DO NOTHING
RETURNING id
"""


async def tell_members(
    tx: Tx,
    application_id: UUID,
    event: str,
    *,
    key: str,
    at: datetime,
    facts: Mapping[str, Fact],
) -> list[Job]:
    """Put the event into the inbox of every member of the firm; a repeated `key` changes nothing.

    Returns the jobs that send its WeChat messages: the caller enqueues them with its own, once.
    `key` names this one happening ("returned:<review id>"), at most 120 characters. `facts` by
    event (texts without their facts leave the line out):
    returned: `due_on`, `items`, `reason` · approved: `amount_fen` · rejected: `reason` ·
    paid: `amount_fen`, `paid_on`, `payee` · lapsed: `due_on` · revoked: `reason`, `recover_fen` ·
    not_funded, moved: see the files of that name. Amounts are whole fen, days dates or ISO text.
    Raises KeyError for an event that `server/features/messages/events` does not know.
    """
    told = told_of(event)
    if told is None:
        return []
    row: Any = await tx.raw.fetchrow(_READ, application_id)
    if row is None or not row["members"]:
        return []
    kept = stored_facts(
        {
            **facts,
            "application_id": str(application_id),
            "application_no": row["number"],
            "programme": row["programme"],
            "at": at,
        }
    )
    state = "none" if told.template is None else "queued"
    made = await write_entries(
        tx,
        row["members"],
        event,
        key,
        text=inbox_text(told, read_facts(kept)),
        kept=kept,
        at=at,
        state=state,
    )
    return [send_job(one) for one in made] if told.template is not None else []


async def write_entries(
    tx: Tx,
    members: list[UUID],
    event: str,
    key: str,
    *,
    text: tuple[str, str],
    kept: Mapping[str, str | int],
    at: datetime,
    state: str,
) -> list[UUID]:
    """The entries that are new; `kept` are the stored facts."""
    application_id = kept.get("application_id")
    made = await tx.raw.fetch(
        _WRITE,
        [new_id() for _ in members],
        members,
        None if application_id is None else UUID(str(application_id)),
        event,
        key,
        *text,
        msgspec.json.encode(kept).decode(),
        at,
        state,
    )
    return [line["id"] for line in made]


def send_job(notification_id: UUID) -> Job:
    return Job("notification.send", notification_id, dedupe_key=f"send:{notification_id}")
