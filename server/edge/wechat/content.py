"""Content security (内容安全, version 2): WeChat's verdict on a text."""

import logging
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from server.edge.wechat.channel import Channel, unexpected
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import NotAnswered
from server.edge.wechat.retrying import repeat_while_busy
from server.edge.wechat.transport import Api, Reply

MSG_SEC_CHECK: Final = Api("msg_sec_check", "POST", "/wxa/msg_sec_check")
LONGEST: Final = 2500
"""Characters of one call."""
_VERSION: Final = 2
_LABEL: Final = 20
_WORST_LAST: Final = ("pass", "review", "risky")
_log = logging.getLogger(__name__)


class CheckScene(IntEnum):
    """Where a text would show, in WeChat's words: 资料, 评论, 论坛, 社交日志."""

    PROFILE = 1
    COMMENT = 2
    FORUM = 3
    DIARY = 4


class NoVerdict(Exception):
    """WeChat does not judge what this person wrote: they were not active for two hours, or are gone."""

    def __init__(self, errcode: int) -> None:
        super().__init__(str(errcode))
        self.errcode = errcode


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """`suggest`: `pass`, `review` or `risky`; `label` is WeChat's number for what it found."""

    suggest: str
    label: str


async def check_text(channel: Channel, text: str, *, openid: str, scene: CheckScene) -> TextVerdict:
    """The worst verdict on its parts. Raises NoVerdict, WeChatUnavailable. A repeat does no harm."""
    verdicts = []
    for start in range(0, max(len(text), 1), LONGEST):
        body = {"content": text[start : start + LONGEST], **_about(openid, scene)}
        reply = await repeat_while_busy(lambda body=body: channel.call(MSG_SEC_CHECK, body=body))  # type: ignore[misc]  # bound now
        verdicts.append(_read(reply))
    return max(verdicts, key=lambda verdict: _WORST_LAST.index(verdict.suggest))


def _about(openid: str, scene: CheckScene) -> dict[str, Any]:
    return {"version": _VERSION, "scene": int(scene), "openid": openid}


def _read(reply: Reply) -> TextVerdict:
    _raise_for(reply)
    result = reply.fields.get("result")
    told = result if isinstance(result, dict) else {}
    suggest = told.get("suggest")
    if suggest not in _WORST_LAST:
        _log.warning("wechat gives no verdict that is known", extra={"rid": reply.rid})
        raise NotAnswered(retry_after=2)
    return TextVerdict(suggest, str(told.get("label", ""))[:_LABEL])


def _raise_for(reply: Reply) -> None:
    kind = classify(reply.errcode)
    if kind in (ErrorClass.INACTIVE, ErrorClass.OPENID):
        raise NoVerdict(reply.errcode)
    if kind is not ErrorClass.OK:
        raise unexpected(reply)
