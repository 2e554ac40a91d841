"""Writes down what became of a call to WeChat, and what it means for the person's consents."""

import logging
from datetime import datetime
from uuid import UUID

from tortoise import connections

from server.edge.wechat.outcomes import Accepted, Refused, RetryLater, SendResult, Terminal, Unknown
from server.features.messages.begin_sending import MOST_CALLS, Outgoing, settle_by_report
from server.features.messages.consents import hold_person, note_none_left, note_sent
from server.features.messages.outcomes import note_outcome
from storage.postgres.core.transaction import Tx, postgres_errors, transaction

_LOG = logging.getLogger(__name__)


async def settle(message: Outgoing, result: SendResult, *, at: datetime) -> None:
    """One transaction; a report from WeChat that came first is not overruled."""
    async with transaction() as tx:
        await hold_person(tx, message.user_id)
        match result:
            case Accepted(msgid=msgid):
                await _move(tx, message, "sent", msgid)
                await _use_up(tx, message, at)
            case Refused():
                await _refuse(tx, message, at)
            case Terminal():
                await _move(tx, message, "failed")
                _report(result)
            case RetryLater():
                await _move(tx, message, "queued", calls=-1)
            case Unknown():
                await _move(tx, message, "unknown")
    # WeChat's report may have come before this was written; from now on its job finds the message.
    if isinstance(result, Accepted) and result.msgid is not None:
        await _catch_up(message.notification_id, result.msgid)
    elif isinstance(result, Unknown):
        await _catch_up_unknown(message, at)


async def put_back(notification_id: UUID) -> None:
    """Nothing was sent: as if the call had never begun."""
    with postgres_errors():
        await connections.get("default").execute_query(
            "UPDATE notifications SET message_state = 'queued', attempts = attempts - 1"
            " WHERE id = $1 AND message_state = 'sending'",
            [notification_id],
        )


async def give_up(notification_id: UUID, state: str) -> None:
    """It cannot be sent at all; the inbox holds it."""
    with postgres_errors():
        await connections.get("default").execute_query(
            "UPDATE notifications SET message_state = $2"
            " WHERE id = $1 AND message_state IN ('queued', 'sending', 'unknown')",
            [notification_id, state],
        )


async def _move(
    tx: Tx, message: Outgoing, state: str, msgid: str | None = None, *, calls: int = 0
) -> None:
    await tx.raw.execute(
        "UPDATE notifications SET message_state = $2, msgid = coalesce($3, msgid),"
        " attempts = attempts + $4 WHERE id = $1 AND message_state = 'sending'",
        message.notification_id,
        state,
        msgid,
        calls,
    )


async def _use_up(tx: Tx, message: Outgoing, at: datetime) -> None:
    if message.one_time:
        await note_sent(tx, message.user_id, message.template_id, message.notification_id, at=at)


async def _refuse(tx: Tx, message: Outgoing, at: datetime) -> None:
    """43101. A second call that is refused says nothing about the first: it may have arrived."""
    attempts = await tx.raw.fetchval(
        "SELECT attempts FROM notifications WHERE id = $1", message.notification_id
    )
    await _move(tx, message, "unknown" if attempts >= MOST_CALLS else "refused")
    ref = str(message.notification_id)
    await note_none_left(tx, message.user_id, message.template_id, "refused", ref, at=at)


def _report(result: Terminal) -> None:
    level = logging.ERROR if result.alarm else logging.WARNING
    _LOG.log(level, "WeChat refused a message: %s, errcode %s", result.cause, result.errcode)


async def _catch_up(notification_id: UUID, msgid: str) -> None:
    async with transaction() as tx:
        code = await tx.raw.fetchval(
            "SELECT body->'detail'->>'error_code' FROM push_events WHERE dedupe_key = $1",
            f"sent:{msgid}",
        )
        if code is not None:
            await note_outcome(tx, notification_id, msgid, code)


async def _catch_up_unknown(message: Outgoing, at: datetime) -> None:
    async with transaction() as tx:
        await hold_person(tx, message.user_id)
        since = await tx.raw.fetchval(
            "SELECT sent_at FROM notifications WHERE id = $1 AND message_state = 'unknown'",
            message.notification_id,
        )
        if since is not None:
            await settle_by_report(tx, message, since, at)
