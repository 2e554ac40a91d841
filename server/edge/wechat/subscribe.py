"""Sends one subscribe message (订阅消息) and says what became of it."""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from server.edge.wechat.channel import DAY_QUOTA_PAUSE_SECONDS, Channel
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import NotAnswered
from server.edge.wechat.outcomes import (
    Accepted,
    Refused,
    RetryLater,
    SendResult,
    Terminal,
    TerminalCause,
    Unknown,
)
from server.edge.wechat.transport import Api, Reply
from server.edge.wechat.values import check_value

SUBSCRIBE_SEND: Final = Api("subscribe/send", "POST", "/cgi-bin/message/subscribe/send")
MiniProgramState = Literal["formal", "trial", "developer"]
Language = Literal["zh_CN", "en_US", "zh_HK", "zh_TW"]
_AGAINST_THE_RULES: Final = 47003
_log = logging.getLogger(__name__)

_WAITS: Final[Mapping[ErrorClass, int]] = MappingProxyType(
    {
        ErrorClass.OVERLAP: 2,
        ErrorClass.MINUTE_LIMIT: 60,
        ErrorClass.DAY_QUOTA: DAY_QUOTA_PAUSE_SECONDS,
    }
)
_CAUSES: Final[Mapping[ErrorClass, TerminalCause]] = MappingProxyType(
    {
        ErrorClass.OPENID: "openid",
        ErrorClass.TEMPLATE: "template",
        ErrorClass.PAGE: "page",
        ErrorClass.BANNED: "banned",
        ErrorClass.ARGUMENT: "argument",
        ErrorClass.CONFIGURATION: "configuration",
    }
)


async def send_message(
    channel: Channel,
    *,
    openid: str,
    template_id: str,
    data: Mapping[str, str],
    page: str | None = None,
    state: MiniProgramState = "formal",
    lang: Language = "zh_CN",
) -> SendResult:
    """Send `data` ({"thing1": "text"}) once; WeChat knows no idempotency key.

    Raises NotReached when no connection came about, WeChatMisconfigured when the credentials are
    refused, WeChatUnavailable when no token could be had: in all three nothing was sent.
    """
    wrong = [key for key, value in data.items() if check_value(key, value) is not None]
    if wrong or not data:
        _log.warning("message values break the template's rules", extra={"keys": wrong})
        await channel.alarm(SUBSCRIBE_SEND, _AGAINST_THE_RULES)
        return Terminal("argument", _AGAINST_THE_RULES)
    body: dict[str, Any] = {
        "touser": openid,
        "template_id": template_id,
        "data": {key: {"value": value} for key, value in data.items()},
        "miniprogram_state": state,
        "lang": lang,
    }
    if page:
        body["page"] = page.lstrip("/")
    try:
        return _outcome(await channel.call(SUBSCRIBE_SEND, body=body))
    except NotAnswered:
        return Unknown()


def _outcome(reply: Reply) -> SendResult:
    kind = classify(reply.errcode)
    if kind is ErrorClass.OK:
        msgid = reply.fields.get("msgid")
        return Accepted(None if msgid is None else str(msgid))
    if kind is ErrorClass.NOT_SUBSCRIBED:
        return Refused()
    if kind is ErrorClass.BUSY:
        return Unknown()
    if kind in _WAITS:
        return RetryLater(reply.errcode, _WAITS[kind])
    return Terminal(_CAUSES.get(kind, "unlisted"), reply.errcode)
