"""One call to WeChat: whether it may begin now, and what its answer means.

WeChat sends nothing twice by itself, so every step is on record before the next one begins. All of
them hold the person, so that messages and consents of one person change one at a time.
"""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.edge.jobs.try_later import TryLater
from server.edge.wechat.outcomes import Accepted, Refused, RetryLater, SendResult, Terminal, Unknown
from server.features.messages.digest import entries_to_tell
from server.features.messages.reports import Outgoing, apply_missed_report, catch_up
from storage.postgres.consent_ledger import balance_of, hold_person, note_refused, note_sent
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.digests import settle_digest
from storage.postgres.notifications import leave_unsent, mark_sending, put_back, record_answer

_LOG = logging.getLogger(__name__)
SENDING_LASTS: Final = timedelta(seconds=30)
"""Longer than any call to WeChat takes; after that the sender is dead."""
RESEND_AFTER: Final = timedelta(minutes=5)
"""How long WeChat's report on a message without an answer is waited for."""
MOST_CALLS: Final = 2
_PERSON_BUSY: Final = timedelta(seconds=2)

_READ = """
SELECT n.message_state, n.attempts, n.sent_at, n.digest_id,
       (SELECT min(o.sent_at) FROM notifications o WHERE o.user_id = n.user_id AND o.id <> n.id
           AND o.message_state = 'sending' AND o.sent_at > $2) AS busy_since
  FROM notifications n WHERE n.id = $1 FOR NO KEY UPDATE OF n
"""
_CALLS = "SELECT attempts FROM notifications WHERE id = $1"


class _Unsent(msgspec.Struct, frozen=True):
    """A message as it is before a call.

    `busy_since`: when the call of another message to this person began that has not ended yet.
    `digest_id`: another message tells of it as well, and its fate is that one's.
    """

    message_state: str
    attempts: int
    sent_at: datetime | None
    digest_id: UUID | None
    busy_since: datetime | None


async def begin_sending(message: Outgoing, now: datetime) -> int:
    """How many entries the message tells of that the caller sends now, and nobody else does.

    0: there is nothing to do any more. Raises TryLater while another message to this person is under
    way (WeChat refuses two at once, 43108), or while the fate of an earlier call is not known. Of two
    calls of which nothing is known no third is made. What is not true any more is not sent: the
    application went on, the person left the firm, or was told something later that overtakes it.
    """
    async with transaction() as tx:
        await hold_person(tx, message.user_id)
        since = now - SENDING_LASTS
        unsent = await find_row(_Unsent, _READ, message.notification_id, since, tx=tx)
        if unsent is None or unsent.message_state not in ("queued", "sending", "unknown"):
            return 0
        if unsent.message_state == "unknown" and unsent.digest_id is not None:
            return 0
        called_at = None if unsent.message_state == "queued" else unsent.sent_at
        if called_at is not None:
            if await apply_missed_report(tx, message, called_at, now):
                return 0
            _wait_for_report(called_at, now)
            if unsent.attempts >= MOST_CALLS:
                await _leave(tx, message, called_at, "no_answer")
                return 0
        if unsent.busy_since is not None:
            wait = _while_busy(unsent.busy_since, now)
            raise TryLater(wait, "another message to this person is under way")
        if unsent.digest_id is not None:
            raise TryLater(RESEND_AFTER, "another message tells of it")
        if await balance_of(tx, message.user_id, message.template_id) <= 0:
            await _leave(tx, message, called_at, "no_consent")
            return 0
        told = await entries_to_tell(tx, message, again=called_at is not None)
        if told == 0:
            await _leave(tx, message, called_at, "outdated")
            return 0
        await mark_sending(tx, message.notification_id, at=now)
        return told


async def _leave(tx: Tx, message: Outgoing, called_at: datetime | None, reason: str) -> None:
    """Never sent, or perhaps sent once: the inbox holds it either way."""
    state = "none" if called_at is None else "unknown"
    await leave_unsent(tx, [message.notification_id], state, reason)
    if called_at is not None:
        await settle_digest(tx, message.notification_id, state)


def _while_busy(since: datetime, now: datetime) -> timedelta:
    """Another moment for a call that has just begun; for one that lasts, as long as it has lasted.

    A sender that was killed keeps its person busy until `SENDING_LASTS`, with all that waits.
    """
    ends_in = since + SENDING_LASTS - now
    return min(max(now - since, _PERSON_BUSY), max(ends_in, _PERSON_BUSY))


def _wait_for_report(called_at: datetime, now: datetime) -> None:
    """Raises TryLater while WeChat may still report on the first call."""
    ends_at = called_at + RESEND_AFTER
    if now < ends_at:
        raise TryLater(ends_at - now, "WeChat may still report on it")


async def finish_sending(message: Outgoing, result: SendResult, *, at: datetime) -> None:
    """Record what became of the call, and what it means for the person's consents.

    One transaction; a report from WeChat that came first is not overruled.
    """
    notification_id = message.notification_id
    async with transaction() as tx:
        await hold_person(tx, message.user_id)
        match result:
            case Accepted(msgid=msgid):
                await record_answer(tx, notification_id, "sent", msgid=msgid)
                await _use_up(tx, message, at)
            case Refused():
                await _refuse(tx, message, at)
            case Terminal():
                reason = str(result.errcode)
                await record_answer(tx, notification_id, "failed", reason=reason)
                _log(result)
            case RetryLater(errcode=errcode):
                await put_back(notification_id, str(errcode), tx=tx)
            case Unknown():
                await record_answer(tx, notification_id, "unknown", reason="no_answer")
    await catch_up(message, result, at=at)


async def _use_up(tx: Tx, message: Outgoing, at: datetime) -> None:
    if message.one_time:
        await note_sent(tx, message.user_id, message.template_id, message.notification_id, at=at)


async def _refuse(tx: Tx, message: Outgoing, at: datetime) -> None:
    """43101. A second call that is refused says nothing about the first: it may have arrived."""
    calls = await tx.raw.fetchval(_CALLS, message.notification_id)
    state = "unknown" if calls >= MOST_CALLS else "refused"
    await record_answer(tx, message.notification_id, state, reason="43101")
    if state == "unknown":
        await settle_digest(tx, message.notification_id, state)
    await note_refused(tx, message.user_id, message.template_id, message.notification_id, at=at)


def _log(result: Terminal) -> None:
    # Operators are alarmed once, where WeChat's answer is read (edge/wechat/alarm.py).
    _LOG.warning("WeChat refused a message: %s, errcode %s", result.cause, result.errcode)
