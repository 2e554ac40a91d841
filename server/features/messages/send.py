"""Sends one inbox entry as a WeChat message: at most twice, never again once its fate is known."""

import logging
from datetime import timedelta
from uuid import UUID

import msgspec

from models.rules.quiet_hours import QuietHours
from server.clock import Clock
from server.edge.jobs.try_later import TryLater
from server.edge.wechat.client import WeChat
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import WeChatUnavailable
from server.edge.wechat.outcomes import RetryLater, SendResult, Unknown
from server.edge.wechat.subscribe import MiniProgramState
from server.features.identity.persons import find_openid
from server.features.messages.catalogue import Catalogue, ComposedMessage
from server.features.messages.delivery import RESEND_AFTER, begin_sending, finish_sending
from server.features.messages.formats import FactMissing
from server.features.messages.pace import SendPace
from server.features.messages.quiet import quiet_until
from server.features.messages.reports import Outgoing
from server.features.messages.texts import message_facts
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import transaction
from storage.postgres.message_settings import find_choice
from storage.postgres.notifications import give_up, note_waiting, put_back

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
    quiet: QuietHours | None,
    pace: SendPace,
) -> None:
    """Send it unless its fate is known already; safe to run again after anything.

    Raises TryLater (the person sleeps or is busy, WeChat is down or slow, an answer is missing),
    StoreUnavailable.
    """
    entry = await find_row(_Entry, _READ, notification_id, tx=None)
    if entry is None or entry.message_state not in ("queued", "sending", "unknown"):
        return
    openid = await find_openid(entry.user_id, keyring)
    if openid is None:
        return await give_up(notification_id, "none", "no_binding")
    composed = _composed(catalogue, entry)
    if composed is None:
        return await give_up(notification_id, "failed", "unwritable")
    await _wait_while_quiet(notification_id, entry, quiet, clock)
    await pace.turn()
    outgoing = Outgoing(
        notification_id,
        entry.user_id,
        composed.template_id,
        one_time=catalogue.is_one_time(composed.template_id),
        gathers=catalogue.gathers(entry.event),
    )
    told = await begin_sending(outgoing, clock.now())
    if told == 0:
        return None
    if told > 1:
        facts = message_facts(entry.facts)
        composed = catalogue.compose_digest(entry.event, facts, told)
    result = await _call(wechat, notification_id, openid, composed, state=state)
    await finish_sending(outgoing, result, at=clock.now())
    _come_back_if_open(result, pace)


async def _wait_while_quiet(
    notification_id: UUID, entry: _Entry, quiet: QuietHours | None, clock: Clock
) -> None:
    """Raises TryLater until the person's quiet hours end; operators see why it waits."""
    now, choice = clock.now(), await find_choice(entry.user_id, tx=None)
    until = None if choice is None else quiet_until(choice, quiet, now)
    if until is not None:
        await note_waiting(notification_id, "quiet")
        raise TryLater(until - now, "the person's quiet hours")


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
        async with transaction() as tx:
            await put_back(notification_id, error.code, tx=tx)
        wait = timedelta(seconds=error.retry_after or 0)
        raise TryLater(max(wait, _WHEN_DOWN), "WeChat does not answer; nothing was sent") from error


def _come_back_if_open(result: SendResult, pace: SendPace) -> None:
    """Raises TryLater unless the message's fate is known."""
    match result:
        case RetryLater(errcode=errcode, after_s=seconds):
            if classify(errcode) is not ErrorClass.OVERLAP:
                pace.rest(seconds)
            raise TryLater(timedelta(seconds=seconds), "WeChat asks to come back")
        case Unknown():
            raise TryLater(RESEND_AFTER, "WeChat gave no answer")


def _composed(catalogue: Catalogue, entry: _Entry) -> ComposedMessage | None:
    try:
        return catalogue.compose(entry.event, message_facts(entry.facts))
    except (FactMissing, KeyError) as error:
        _LOG.error("a message for %s cannot be written: %s", entry.event, error)
        return None
