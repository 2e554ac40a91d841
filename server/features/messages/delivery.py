"""One call to WeChat: whether it may begin now, and what its answer means.

WeChat sends nothing twice by itself, so every step is on record before the next one begins. All of
them hold the person, so that messages and consents of one person change one at a time.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

import msgspec

from models.rules.lifecycle import Status
from server.edge.jobs.try_later import TryLater
from server.edge.wechat.outcomes import Accepted, Refused, RetryLater, SendResult, Terminal, Unknown
from server.features.messages.events.of_applications import APPROVED
from server.features.messages.events.of_lists import RECOGNISED
from server.features.messages.events.standing import OVERTAKES, STANDS
from server.features.messages.reports import Outgoing, apply_missed_report, catch_up
from storage.postgres.consent_ledger import balance_of, hold_person, note_refused, note_sent
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.notifications import (
    leave_unsent,
    mark_sending,
    put_back,
    record_answer,
)

_LOG = logging.getLogger(__name__)
SENDING_LASTS: Final = timedelta(seconds=30)
"""Longer than any call to WeChat takes; after that the sender is dead."""
RESEND_AFTER: Final = timedelta(minutes=5)
"""How long WeChat's report on a message without an answer is waited for."""
MOST_CALLS: Final = 2
_PERSON_BUSY: Final = timedelta(seconds=2)

_READ = """
SELECT n.message_state, n.attempts, n.sent_at, n.event,
       (SELECT min(o.sent_at) FROM notifications o WHERE o.user_id = n.user_id AND o.id <> n.id
           AND o.message_state = 'sending' AND o.sent_at > $2) AS busy_since,
       a.status,
       EXISTS (SELECT 1 FROM enterprise_members m WHERE m.enterprise_id = a.enterprise_id
                  AND m.user_id = n.user_id AND m.left_at IS NULL) AS acts,
       EXISTS (SELECT 1 FROM recognitions r
                WHERE r.application_id = a.id AND r.state <> 'valid') AS title_gone,
       coalesce(n.data->>'queue_state' <> c.state, false) AS moved_on,
       coalesce(n.data->>'amount_fen' <> a.award_fen::text, false) AS amount_changed,
       ARRAY(SELECT DISTINCT o.event::text FROM notifications o
              WHERE o.user_id = n.user_id AND o.application_id = n.application_id
                AND o.created_at > n.created_at) AS told_since
  FROM notifications n
  LEFT JOIN applications a ON a.id = n.application_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE n.id = $1 FOR NO KEY UPDATE OF n
"""
_CALLS = "SELECT attempts FROM notifications WHERE id = $1"


class _Unsent(msgspec.Struct, frozen=True):
    """A message as it is before a call, and what its truth hangs on now.

    `busy_since`: when the call of another message to this person began that has not ended yet.
    `acts`: the person still acts for the firm. `moved_on`: its claim stands otherwise by now.
    `amount_changed`: it names another amount than the award. `told_since`: events of the same
    application that the person was told later.
    """

    message_state: str
    attempts: int
    sent_at: datetime | None
    event: str
    busy_since: datetime | None
    status: Status | None
    acts: bool
    title_gone: bool
    moved_on: bool
    amount_changed: bool
    told_since: list[str]

    @property
    def stands(self) -> bool:
        """Whether what it says is still so."""
        if self.status is None:
            return True
        if self.status not in STANDS[self.event] or not self.acts or self.moved_on:
            return False
        if self.event == RECOGNISED and self.title_gone:
            return False
        if self.event == APPROVED and self.amount_changed:
            return False
        return not set(self.told_since).intersection(OVERTAKES.get(self.event, ()))


async def begin_sending(message: Outgoing, now: datetime) -> bool:
    """True: the caller sends now, and nobody else does. False: there is nothing to do any more.

    Raises TryLater while another message to this person is under way (WeChat refuses two at once,
    43108), or while the fate of an earlier call is not known. Of two calls of which nothing is
    known no third is made. What is not true any more is not sent: the application went on, the
    person left the firm, or was told something later that overtakes it.
    """
    async with transaction() as tx:
        await hold_person(tx, message.user_id)
        since = now - SENDING_LASTS
        unsent = await find_row(_Unsent, _READ, message.notification_id, since, tx=tx)
        if unsent is None or unsent.message_state not in ("queued", "sending", "unknown"):
            return False
        called_at = None if unsent.message_state == "queued" else unsent.sent_at
        if called_at is not None:
            if await apply_missed_report(tx, message, called_at, now):
                return False
            _wait_for_report(called_at, now)
            if unsent.attempts >= MOST_CALLS:
                await leave_unsent(tx, message.notification_id, "unknown")
                return False
        if unsent.busy_since is not None:
            wait = _while_busy(unsent.busy_since, now)
            raise TryLater(wait, "another message to this person is under way")
        balance = await balance_of(tx, message.user_id, message.template_id)
        if not unsent.stands or balance <= 0:
            # Never sent, or perhaps sent once: the inbox holds it either way.
            state = "none" if called_at is None else "unknown"
            await leave_unsent(tx, message.notification_id, state)
            return False
        await mark_sending(tx, message.notification_id, at=now)
        return True


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
                await record_answer(tx, notification_id, "failed")
                _log(result)
            case RetryLater():
                await put_back(notification_id, tx=tx)
            case Unknown():
                await record_answer(tx, notification_id, "unknown")
    await catch_up(message, result, at=at)


async def _use_up(tx: Tx, message: Outgoing, at: datetime) -> None:
    if message.one_time:
        await note_sent(tx, message.user_id, message.template_id, message.notification_id, at=at)


async def _refuse(tx: Tx, message: Outgoing, at: datetime) -> None:
    """43101. A second call that is refused says nothing about the first: it may have arrived."""
    calls = await tx.raw.fetchval(_CALLS, message.notification_id)
    await record_answer(
        tx, message.notification_id, "unknown" if calls >= MOST_CALLS else "refused"
    )
    await note_refused(tx, message.user_id, message.template_id, message.notification_id, at=at)


def _log(result: Terminal) -> None:
    # Operators are alarmed once, where WeChat's answer is read (edge/wechat/alarm.py).
    _LOG.warning("WeChat refused a message: %s, errcode %s", result.cause, result.errcode)
