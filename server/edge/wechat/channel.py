"""Calls that carry the access token: one refresh and one repeat when it is refused, then alarm."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from server.edge.wechat.alarm import Alarm
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import WeChatMisconfigured, WeChatUnavailable
from server.edge.wechat.tokens import TokenSource
from server.edge.wechat.transport import Api, Reply, Transport

DAY_QUOTA_PAUSE_SECONDS: Final = 600


class Channel:
    """Transport, token and the pauses of APIs whose day quota is used up."""

    def __init__(
        self, transport: Transport, tokens: TokenSource, *, appid: str, alarm: Alarm
    ) -> None:
        self.appid = appid
        self._alarm = alarm
        self._transport = transport
        self._tokens = tokens
        self._paused_until: dict[str, float] = {}

    async def call_plain(self, api: Api, *, query: Mapping[str, str]) -> Reply:
        """A call without token (`/sns/*`). Raises WeChatUnavailable and its kin."""
        self._refuse_while_paused(api)
        return await self._watched(api, await self._transport.call(api, query=query))

    async def call(self, api: Api, *, body: Mapping[str, Any] | None = None) -> Reply:
        """A call with token. A refused token has had no effect, so the one repeat is safe.

        Raises WeChatMisconfigured when a second token is refused too, WeChatUnavailable and its kin.
        """
        self._refuse_while_paused(api)
        token = await self._tokens.get()
        reply = await self._transport.call(api, query={"access_token": token}, body=body)
        if classify(reply.errcode) is ErrorClass.TOKEN:
            token = await self._tokens.get(refused=token)
            reply = await self._transport.call(api, query={"access_token": token}, body=body)
        await self._watched(api, reply)
        if classify(reply.errcode) is ErrorClass.TOKEN:
            await self._tokens.condemn(token)
            raise WeChatMisconfigured(reply.errcode)
        return reply

    async def alarm(self, api: Api, errcode: int, rid: str | None = None) -> None:
        """Tell operators what this number means, if it is theirs to mend."""
        await self._alarm.about(_class_at(api, errcode), api=api.name, errcode=errcode, rid=rid)

    async def _watched(self, api: Api, reply: Reply) -> Reply:
        kind = _class_at(api, reply.errcode)
        await self.alarm(api, reply.errcode, reply.rid)
        if kind is ErrorClass.DAY_QUOTA:
            now = asyncio.get_running_loop().time()
            self._paused_until[api.name] = now + DAY_QUOTA_PAUSE_SECONDS
        return reply

    def _refuse_while_paused(self, api: Api) -> None:
        left = self._paused_until.get(api.name, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise WeChatUnavailable(retry_after=int(left) + 1)


def _class_at(api: Api | None, errcode: int) -> ErrorClass:
    """Codes have no quota of a day: there 45009 is the minute's (wechat.md 2.5)."""
    kind = classify(errcode)
    by_minute = kind is ErrorClass.DAY_QUOTA and api is not None and api.picture
    return ErrorClass.MINUTE_LIMIT if by_minute else kind


def unexpected(reply: Reply, api: Api | None = None) -> WeChatUnavailable:
    """The error for a refusal that no caller can mend: operators' business, or simply later."""
    kind = _class_at(api, reply.errcode)
    # Where no token is sent, 40001 is a wrong secret.
    if kind in (ErrorClass.CONFIGURATION, ErrorClass.PAGE, ErrorClass.TOKEN):
        return WeChatMisconfigured(reply.errcode)
    waits = {ErrorClass.MINUTE_LIMIT: 60, ErrorClass.DAY_QUOTA: DAY_QUOTA_PAUSE_SECONDS}
    return WeChatUnavailable(retry_after=waits.get(kind, 5))
