"""Exchanges the code of `wx.login` for the person's openid (`jscode2session`)."""

from dataclasses import dataclass, field
from typing import Final

from server.edge.wechat.channel import Channel, unexpected
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import CodeInvalid, NotAnswered, UserBlocked
from server.edge.wechat.transport import Api, Reply
from server.errors import RateLimited

JSCODE2SESSION: Final = Api("jscode2session", "GET", "/sns/jscode2session")


@dataclass(frozen=True, slots=True)
class WeChatSession:
    """Who logged in. `session_key` never leaves the server; `unionid` only for bound apps."""

    openid: str
    session_key: str = field(repr=False)
    unionid: str | None = None


async def exchange_login_code(channel: Channel, code: str, *, secret: str) -> WeChatSession:
    """One try only: the code is burnt by the first, and a repeat would be told `used`.

    Raises CodeInvalid, UserBlocked, RateLimited, WeChatUnavailable.
    """
    query = {
        "appid": channel.appid,
        "secret": secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    if not code:
        raise CodeInvalid
    reply = await channel.call_plain(JSCODE2SESSION, query=query)
    _raise_for(reply)
    openid, session_key = reply.fields.get("openid"), reply.fields.get("session_key")
    if not openid or not session_key:
        raise NotAnswered(retry_after=2)
    return WeChatSession(str(openid), str(session_key), reply.fields.get("unionid"))


def _raise_for(reply: Reply) -> None:
    match classify(reply.errcode):
        case ErrorClass.OK:
            return
        case ErrorClass.CODE:
            raise CodeInvalid
        case ErrorClass.BLOCKED_USER:
            raise UserBlocked
        case ErrorClass.MINUTE_LIMIT:
            raise RateLimited(retry_after=60)
        case _:
            raise unexpected(reply)
