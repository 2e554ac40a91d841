"""Calls that carry the access token: one refresh and one repeat when it is refused, then alarm."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import WeChatMisconfigured, WeChatUnavailable
from server.edge.wechat.tokens import TokenSource
from server.edge.wechat.transport import Api, Reply, Transport

DAY_QUOTA_PAUSE_SECONDS: Final = 600
_log = logging.getLogger(__name__)


class Channel:
    """Transport, token and the pauses of APIs whose day quota is used up."""

    def __init__(self, transport: Transport, tokens: TokenSource, *, appid: str) -> None:
        self.appid = appid
        self._transport = transport
        self._tokens = tokens
        self._paused_until: dict[str, float] = {}

    async def call_plain(self, api: Api, *, query: Mapping[str, str]) -> Reply:
        """A call without token (`/sns/*`). Raises WeChatUnavailable and its kin."""
        self._refuse_while_paused(api)
        return self._watch_quota(api, await self._transport.call(api, query=query))

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
        if classify(reply.errcode) is ErrorClass.TOKEN:
            _log.error("wechat refuses a fresh token", extra={"api": api.name, "rid": reply.rid})
            raise WeChatMisconfigured(reply.errcode)
        return self._watch_quota(api, reply)

    def _watch_quota(self, api: Api, reply: Reply) -> Reply:
        if classify(reply.errcode) is ErrorClass.DAY_QUOTA:
            _log.error("wechat day quota is used up; this API pauses", extra={"api": api.name})
            now = asyncio.get_running_loop().time()
            self._paused_until[api.name] = now + DAY_QUOTA_PAUSE_SECONDS
        return reply

    def _refuse_while_paused(self, api: Api) -> None:
        left = self._paused_until.get(api.name, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            raise WeChatUnavailable(retry_after=int(left) + 1)


def unexpected(reply: Reply) -> WeChatUnavailable:
    """The error for a refusal that no caller can mend: operators' business, or simply later."""
    kind = classify(reply.errcode)
    if kind is ErrorClass.CONFIGURATION:
        _log.error("wechat refuses our configuration", extra={"errcode": reply.errcode})
        return WeChatMisconfigured(reply.errcode)
    waits = {ErrorClass.MINUTE_LIMIT: 60, ErrorClass.DAY_QUOTA: DAY_QUOTA_PAUSE_SECONDS}
    return WeChatUnavailable(retry_after=waits.get(kind, 5))
