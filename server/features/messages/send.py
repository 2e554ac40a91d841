"""Sends one inbox entry as a WeChat message: at most twice, never again once its fate is known."""

import logging
from datetime import timedelta
from uuid import UUID

import msgspec

from server.clock import Clock
from server.edge.jobs.try_later import TryLater
from server.edge.wechat.client import WeChat
from server.edge.wechat.errors import WeChatUnavailable
from server.edge.wechat.outcomes import RetryLater, SendResult, Unknown
from server.edge.wechat.subscribe import MiniProgramState
from server.features.identity.persons import find_openid
from server.features.messages.catalogue import Catalogue, ComposedMessage
from server.features.messages.delivery import RESEND_AFTER, begin_sending, finish_sending
from server.features.messages.formats import FactMissing
from server.features.messages.reports import Outgoing
from server.features.messages.texts import message_facts
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import find_row
from storage.postgres.notifications import give_up, put_back

_LOG = logging.getLogger(__name__)
_WHEN_DOWN = timedelta(seconds=30)

_READ = "SELECT user_id, event, data::text AS data, message_state FROM notifications WHERE id = $1"


class _Entry(msgspec.Struct, frozen=True):
    """The inbox entry that a message is made of."""

    user_id: UUID
    event: str
    data: str
    message_state: str

    @property
    def facts(self) -> dict[str, str | int]:
        return msgspec.json.decode(self.data, type=dict[str, str | int])


async def send_notification(
    notification_id: UUID,
    *,
    wechat: WeChat,
    catalogue: Catalogue,
    keyring: Keyring,
    clock: Clock,
    state: MiniProgramState,
) -> None:
    """Send it unless its fate is known already; safe to run again after anything.

    Raises TryLater (the person is busy, WeChat is down or slow, an answer is missing),
    StoreUnavailable.
    """
    entry = await find_row(_Entry, _READ, notification_id, tx=None)
    if entry is None or entry.message_state not in ("queued", "sending", "unknown"):
        return
    openid = await find_openid(entry.user_id, keyring)
    if openid is None:
        return await give_up(notification_id, "none")
    composed = _compose(catalogue, entry)
    if composed is None:
        return await give_up(notification_id, "failed")
    outgoing = Outgoing(
        notification_id,
        entry.user_id,
        composed.template_id,
        one_time=catalogue.is_one_time(composed.template_id),
    )
    if not await begin_sending(outgoing, clock.now()):
        return None
    result = await _call(wechat, notification_id, openid, composed, state=state)
    await finish_sending(outgoing, result, at=clock.now())
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


def _compose(catalogue: Catalogue, entry: _Entry) -> ComposedMessage | None:
    try:
        return catalogue.compose(entry.event, message_facts(entry.facts))
    except (FactMissing, KeyError) as error:
        _LOG.error("a message for %s cannot be written: %s", entry.event, error)
        return None
