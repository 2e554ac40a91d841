"""Sends one inbox entry as a WeChat message: at most twice, never again once its fate is known."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from tortoise import connections

from server.clock import Clock
from server.edge.jobs.try_later import TryLater
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import WeChatUnavailable
from server.edge.wechat.outcomes import RetryLater, SendResult, Unknown
from server.edge.wechat.subscribe import MiniProgramState
from server.features.identity.persons import find_openid
from server.features.messages.begin_sending import RESEND_AFTER, Outgoing, begin_sending
from server.features.messages.catalogue import Catalogue, ComposedMessage
from server.features.messages.finish_sending import give_up, put_back, settle
from server.features.messages.formats import FactMissing
from server.features.messages.outcomes import is_one_time
from server.features.messages.texts import message_facts
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import postgres_errors

_LOG = logging.getLogger(__name__)
_WHEN_DOWN = timedelta(seconds=30)


async def send_notification(
    notification_id: UUID,
    *,
    wechat: WeChat,
    catalogue: Catalogue,
    keyring: Keyring,
    clock: Clock,
    state: MiniProgramState,
) -> None:
    """Run again after anything, it changes nothing that is settled.

    Raises TryLater (the person is busy, WeChat is down or slow, an answer is missing),
    StoreUnavailable.
    """
    row = await _read(notification_id)
    if row is None or row["message_state"] not in ("queued", "sending", "unknown"):
        return
    openid = await find_openid(row["user_id"], keyring)
    if openid is None:
        return await give_up(notification_id, "none")
    composed = _compose(catalogue, row)
    if composed is None:
        return await give_up(notification_id, "failed")
    outgoing = Outgoing(
        notification_id,
        row["user_id"],
        composed.template_id,
        one_time=is_one_time(catalogue, composed.template_id),
    )
    if not await begin_sending(outgoing, clock.now()):
        return None
    result = await _call(wechat, notification_id, openid, composed, state=state)
    await settle(outgoing, result, at=clock.now())
    _come_back_if_open(result)


async def _call(
    wechat: WeChat,
    notification_id: UUID,
    openid: str,
    composed: ComposedMessage,
    *,
    state: MiniProgramState,
) -> SendResult:
    """One call. Raises TryLater where nothing was sent."""
    try:
        return await wechat.send_subscribe_message(
            openid=openid,
            template_id=composed.template_id,
            data=composed.data,
            page=composed.page,
            state=state,
        )
    except WeChatUnavailable as error:
        await put_back(notification_id)
        wait = timedelta(seconds=error.retry_after or 0)
        raise TryLater(max(wait, _WHEN_DOWN), "WeChat does not answer; nothing was sent") from error


def _come_back_if_open(result: SendResult) -> None:
    """Raises TryLater unless the message's fate is known."""
    match result:
        case RetryLater(after_s=seconds):
            raise TryLater(timedelta(seconds=seconds), "WeChat asks to come back")
        case Unknown():
            raise TryLater(RESEND_AFTER, "WeChat gave no answer")


async def _read(notification_id: UUID) -> dict[str, Any] | None:
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(
            "SELECT user_id, event, data::text AS data, message_state FROM notifications"
            " WHERE id = $1",
            [notification_id],
        )
    return rows[0] if rows else None


def _compose(catalogue: Catalogue, row: dict[str, Any]) -> ComposedMessage | None:
    facts = message_facts(msgspec.json.decode(row["data"]))
    try:
        return catalogue.compose(row["event"], facts)
    except (FactMissing, KeyError) as error:
        _LOG.error("a message for %s cannot be written: %s", row["event"], error)
        return None
