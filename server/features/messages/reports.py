"""WeChat's reports on messages it took: matched by the message's number, or by the person.

A report may come before the answer to the call was written, or instead of it; whichever of the two
is recorded last finds the other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from server.edge.wechat.outcomes import Accepted, SendResult, Unknown
from server.edge.wechat.push_events import SendOutcome
from server.features.messages.catalogue import Catalogue
from storage.postgres.consent_ledger import hold_person, note_sent
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.notifications import record_report

_CLOCKS_APART: Final = timedelta(seconds=30)

_BY_NUMBER = """
SELECT body->'detail'->>'msgid' AS msgid, body->'detail'->>'error_code' AS error_code
  FROM push_events WHERE dedupe_key = $1
"""
_BY_PERSON = """
SELECT e.detail->>'msgid' AS msgid, e.detail->>'error_code' AS error_code
  FROM (SELECT body->'detail' AS detail, body->>'user_id' AS user_id, received_at
          FROM push_events WHERE event = 'subscribe_msg_sent_event') e
 WHERE e.user_id = $1 AND e.detail->>'template_id' = $2 AND e.received_at >= $3
   AND NOT EXISTS (SELECT 1 FROM notifications n WHERE n.msgid = e.detail->>'msgid')
 ORDER BY e.received_at LIMIT 1
"""
_CALLED_AT = "SELECT sent_at FROM notifications WHERE id = $1 AND message_state = 'unknown'"
_NUMBERED = "SELECT id FROM notifications WHERE msgid = $1 AND user_id = $2"
_OLDEST_UNKNOWN = """
SELECT id FROM notifications
 WHERE user_id = $1 AND event = ANY($2) AND message_state = 'unknown' AND msgid IS NULL
   AND sent_at <= $3
 ORDER BY sent_at LIMIT 1 FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Whom a message goes to, and which template's consent it needs; `one_time` uses it up.

    `gathers`: the template has a form that tells of several entries at once.
    """

    notification_id: UUID
    user_id: UUID
    template_id: str
    one_time: bool
    gathers: bool = False


class _Report(msgspec.Struct, frozen=True):
    """`error_code` "0" is delivered."""

    msgid: str
    error_code: str


async def apply_missed_report(tx: Tx, message: Outgoing, since: datetime, now: datetime) -> bool:
    """Whether WeChat has reported on a message to this person that no answer ever named."""
    values = (str(message.user_id), message.template_id, since - _CLOCKS_APART)
    report = await find_row(_Report, _BY_PERSON, *values, tx=tx)
    if report is None:
        return False
    await record_report(tx, message.notification_id, report.msgid, report.error_code)
    if message.one_time:
        await note_sent(tx, message.user_id, message.template_id, message.notification_id, at=now)
    return True


async def catch_up(message: Outgoing, result: SendResult, *, at: datetime) -> None:
    """Apply a report that came before the answer was written; one that comes later finds it."""
    match result:
        case Accepted(msgid=str(msgid)):
            async with transaction() as tx:
                report = await find_row(_Report, _BY_NUMBER, f"sent:{msgid}", tx=tx)
                if report is not None:
                    await record_report(tx, message.notification_id, msgid, report.error_code)
        case Unknown():
            async with transaction() as tx:
                await hold_person(tx, message.user_id)
                since = await tx.raw.fetchval(_CALLED_AT, message.notification_id)
                if since is not None:
                    await apply_missed_report(tx, message, since, at)


async def apply_report(
    tx: Tx, user_id: UUID, report: SendOutcome, *, catalogue: Catalogue, now: datetime
) -> None:
    """Record it at the message of its number; else at the oldest call that got no answer.

    The second is all that ever tells of that message: its consent is used up only now.
    """
    msgid, template_id = report.msgid, report.template_id
    notification_id = await tx.raw.fetchval(_NUMBERED, msgid, user_id)
    if notification_id is None:
        events = catalogue.events_of(template_id)
        notification_id = await tx.raw.fetchval(
            _OLDEST_UNKNOWN, user_id, events, now + _CLOCKS_APART
        )
        if notification_id is None:
            return
        if catalogue.is_one_time(template_id):
            await note_sent(tx, user_id, template_id, notification_id, at=now)
    await record_report(tx, notification_id, msgid, report.error_code)
