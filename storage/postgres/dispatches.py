"""Inbox entries on their way by mail and SMS: made with the entry, then their state moves on.

The caller holds the person (`hold_person`), so that letters to one person go one at a time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

import msgspec

from models.rules.text.limits import DISPATCH_REASON
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx

Channel = Literal["mail", "sms"]
SMS_AFTER: Final = timedelta(minutes=15)
"""How long WeChat has for what is urgent, a second call included."""
SENDER_DEAD: Final = timedelta(minutes=2)
"""Longer than any call takes: who began it is dead."""

DISPATCHED: Final = """
dispatched AS (
    INSERT INTO dispatches (id, notification_id, user_id, channel, state, attempts, due_at)
    SELECT gen_random_uuid(), made.id, made.user_id, way.channel, 'waiting', 0, way.due_at
      FROM made JOIN users u ON u.id = made.user_id AND u.disabled_at IS NULL
      CROSS JOIN LATERAL (
            SELECT 'mail' AS channel, {at}::timestamptz AS due_at WHERE u.email_cipher IS NOT NULL
             UNION ALL
            SELECT 'sms', {at}::timestamptz + {sms_after}::interval
             WHERE {urgent} AND u.phone_cipher IS NOT NULL) way
)"""
"""Part of a WITH after `made (id, user_id)`: the ways that each new entry goes beside WeChat."""
_DUE: Final = """
SELECT user_id, channel, count(*)::int AS waiting FROM dispatches
 WHERE (state = 'waiting' AND due_at <= $1) OR (state = 'sending' AND due_at <= $1 AND called_at <= $2)
 GROUP BY user_id, channel ORDER BY min(due_at) LIMIT $3
"""
_WAITING: Final = """
SELECT d.id, d.notification_id, d.state, d.letter_id, d.attempts, n.event, n.title, n.body,
       n.data::text AS data, n.created_at, n.read_at, n.message_state
  FROM dispatches d JOIN notifications n ON n.id = d.notification_id
 WHERE d.user_id = $1 AND d.channel = $2 AND d.due_at <= $3
   AND (d.state = 'waiting' OR (d.state = 'sending' AND d.called_at <= $4))
 ORDER BY d.letter_id IS NULL, n.created_at, d.id LIMIT $5 FOR NO KEY UPDATE OF d
"""
_BUSY: Final = """
SELECT EXISTS (SELECT FROM dispatches WHERE user_id = $1 AND channel = $2 AND state = 'sending'
                  AND called_at > $3)
"""
_LAST: Final = """
SELECT max(called_at) FROM dispatches
 WHERE user_id = $1 AND channel = $2 AND state IN ('sent', 'unknown')
"""
_BEGIN: Final = """
UPDATE dispatches SET state = 'sending', called_at = $3, letter_id = $2, attempts = attempts + 1,
       reason = NULL
 WHERE id = ANY($1)
"""
_SETTLE: Final = "UPDATE dispatches SET state = $2, reason = $3 WHERE id = ANY($1)"
_SETTLE_LETTER: Final = """
UPDATE dispatches SET state = $2, reason = $3 WHERE letter_id = $1 AND state = 'sending'
"""
_PUT_OFF: Final = """
UPDATE dispatches SET state = 'waiting', due_at = $2, reason = $3 WHERE id = ANY($1)
"""
_PUT_OFF_LETTER: Final = """
UPDATE dispatches SET state = 'waiting', due_at = $2, reason = $3
 WHERE letter_id = $1 AND state = 'sending'
"""


class DuePerson(msgspec.Struct, frozen=True):
    """Somebody for whom something waits that may go now."""

    user_id: UUID
    channel: Channel
    waiting: int


class OnItsWay(msgspec.Struct, frozen=True):
    """One entry on its way, with what its inbox entry says and how far WeChat came with it."""

    id: UUID
    notification_id: UUID
    state: str
    letter_id: UUID | None
    attempts: int
    event: str
    title: str
    body: str
    data: str
    created_at: datetime
    read_at: datetime | None
    message_state: str


async def list_due(now: datetime, most: int) -> list[DuePerson]:
    """Who has waited longest comes first. Raises StoreUnavailable."""
    return await list_rows(DuePerson, _DUE, now, now - SENDER_DEAD, most, tx=None)


async def list_waiting(
    tx: Tx, user_id: UUID, channel: Channel, now: datetime, most: int
) -> list[OnItsWay]:
    """What may go now, letters that were begun before first; holds the rows."""
    values = (user_id, channel, now, now - SENDER_DEAD, most)
    return await list_rows(OnItsWay, _WAITING, *values, tx=tx)


async def is_busy(tx: Tx, user_id: UUID, channel: Channel, now: datetime) -> bool:
    """Whether another letter to this person is under way."""
    busy: bool = await tx.raw.fetchval(_BUSY, user_id, channel, now - SENDER_DEAD)
    return busy


async def last_sent_at(tx: Tx, user_id: UUID, channel: Channel) -> datetime | None:
    """When the last letter to this person went out."""
    found: datetime | None = await tx.raw.fetchval(_LAST, user_id, channel)
    return found


async def begin_letter(tx: Tx, ids: Sequence[UUID], letter_id: UUID, *, at: datetime) -> None:
    """One call begins, for all of them together."""
    await tx.raw.execute(_BEGIN, ids, letter_id, at)


async def settle(tx: Tx, ids: Sequence[UUID], state: str, reason: str) -> None:
    """These are not sent, for this reason."""
    await tx.raw.execute(_SETTLE, ids, state, reason[:DISPATCH_REASON])


async def settle_letter(tx: Tx, letter_id: UUID, state: str, reason: str | None) -> None:
    """What became of the letter that is under way."""
    shown = reason if reason is None else reason[:DISPATCH_REASON]
    await tx.raw.execute(_SETTLE_LETTER, letter_id, state, shown)


async def put_off(tx: Tx, ids: Sequence[UUID], until: datetime, reason: str | None) -> None:
    """They wait until then; `reason` tells operators why."""
    await tx.raw.execute(_PUT_OFF, ids, until, reason)


async def put_off_letter(tx: Tx, letter_id: UUID, until: datetime, reason: str) -> None:
    """The letter under way was not taken, and is handed in again."""
    await tx.raw.execute(_PUT_OFF_LETTER, letter_id, until, reason[:DISPATCH_REASON])
