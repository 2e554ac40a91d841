"""Decides whether a message may go out now, and notes that it is going out before it does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from server.edge.jobs.try_later import TryLater
from server.features.messages.consents import balance_of, hold_person, note_sent
from server.features.messages.events import MOVED
from server.features.messages.outcomes import find_outcome, note_outcome
from storage.postgres.core.transaction import Tx, transaction

SENDING_LASTS: Final = timedelta(seconds=30)
"""Longer than any call to WeChat takes; after that the sender is dead."""
RESEND_AFTER: Final = timedelta(minutes=5)
"""How long WeChat's report on a message without an answer is waited for."""
MOST_CALLS: Final = 2
_PERSON_BUSY: Final = timedelta(seconds=2)

_READ = """
SELECT n.user_id, n.message_state, n.attempts, n.sent_at,
       EXISTS (SELECT 1 FROM notifications o WHERE o.user_id = n.user_id AND o.id <> n.id
                  AND o.message_state = 'sending' AND o.sent_at > $2) AS busy,
       n.event = $3 AND EXISTS (
           SELECT 1 FROM notifications o WHERE o.user_id = n.user_id AND o.event = n.event
              AND o.application_id = n.application_id AND o.created_at > n.created_at) AS overtaken
  FROM notifications n WHERE n.id = $1 FOR NO KEY UPDATE OF n
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Whom a message goes to, and which template's consent it needs; `one_time` uses it up."""

    notification_id: UUID
    user_id: UUID
    template_id: str
    one_time: bool


async def begin_sending(message: Outgoing, now: datetime) -> bool:
    """True: the caller sends now, and nobody else does. False: there is nothing to do any more.

    Raises TryLater while another message to this person is under way (WeChat refuses two at once,
    43108), or while the fate of an earlier call is not known. Of two calls of which nothing is
    known no third is made. A movement after which there was another is sent no more: it would
    contradict what the person was told since.
    """
    async with transaction() as tx:
        await hold_person(tx, message.user_id)
        since = now - SENDING_LASTS
        row = await tx.raw.fetchrow(_READ, message.notification_id, since, MOVED)
        state = None if row is None else row["message_state"]
        if state not in ("queued", "sending", "unknown"):
            return False
        if state != "queued":
            if await settle_by_report(tx, message, row["sent_at"], now):
                return False
            if not _may_resend(row, now):
                await _mark(tx, message, "unknown", row["sent_at"])
                return False
        if row["busy"]:
            raise TryLater(_PERSON_BUSY, "another message to this person is under way")
        balance = await balance_of(tx, message.user_id, message.template_id)
        if row["overtaken"] or balance <= 0:
            # Never sent, or perhaps sent once: the inbox holds it either way.
            await _mark(tx, message, "none" if state == "queued" else "unknown", row["sent_at"])
            return False
        await _mark(tx, message, "sending", now, calls=1)
        return True


def _may_resend(row: Any, now: datetime) -> bool:
    """Raises TryLater while WeChat may still report on the first call."""
    ends_at = row["sent_at"] + RESEND_AFTER
    if now < ends_at:
        raise TryLater(ends_at - now, "WeChat may still report on it")
    return int(row["attempts"]) < MOST_CALLS


async def settle_by_report(tx: Tx, message: Outgoing, since: datetime, now: datetime) -> bool:
    """Whether WeChat has reported on a message to this person that no answer ever named."""
    report = await find_outcome(tx, message.user_id, message.template_id, since)
    if report is None:
        return False
    await note_outcome(tx, message.notification_id, report["msgid"], report["error_code"])
    if message.one_time:
        await note_sent(tx, message.user_id, message.template_id, message.notification_id, at=now)
    return True


async def _mark(
    tx: Tx, message: Outgoing, state: str, sent_at: datetime | None, *, calls: int = 0
) -> None:
    await tx.raw.execute(
        "UPDATE notifications SET message_state = $2, sent_at = $3, attempts = attempts + $4"
        " WHERE id = $1",
        message.notification_id,
        state,
        sent_at,
        calls,
    )
