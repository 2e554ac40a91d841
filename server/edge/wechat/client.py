"""The client of WeChat's API that the rest of the server uses."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from server.clock import Clock
from server.edge.wechat.alarm import Alarm, SharedAlarms
from server.edge.wechat.channel import Channel
from server.edge.wechat.content import CheckScene, TextVerdict, check_text
from server.edge.wechat.entrances import draw_code, make_link
from server.edge.wechat.lanes import Lanes
from server.edge.wechat.login import WeChatSession, exchange_login_code
from server.edge.wechat.outcomes import SendResult
from server.edge.wechat.phone import PhoneNumber, exchange_phone_code
from server.edge.wechat.subscribe import Language, MiniProgramState, send_message
from server.edge.wechat.templates import LiveTemplate, list_live_templates
from server.edge.wechat.tokens import SharedTokens, TokenSource
from server.edge.wechat.transport import CountCall, Transport, count_nothing


class WeChat:
    """One app at one base URL. Opens no connection before it is used; `open()` needs a loop.

    `tokens` shares the access token among processes, `alarms` what operators have been told; without
    them each process has its own.
    When WeChat is down every method raises WeChatUnavailable within seconds.
    """

    def __init__(
        self,
        base_url: str,
        appid: str,
        secret: str,
        *,
        clock: Clock,
        tokens: SharedTokens | None = None,
        alarms: SharedAlarms | None = None,
        count: CountCall = count_nothing,
    ) -> None:
        self._transport, alarm = Transport(base_url, count=count), Alarm(alarms)
        source = TokenSource(
            self._transport, appid=appid, secret=secret, clock=clock, alarm=alarm, shared=tokens
        )
        self._channel = Channel(self._transport, source, appid=appid, alarm=alarm)
        self._secret = secret
        self._lanes = Lanes()

    @property
    def appid(self) -> str:
        return self._channel.appid

    async def open(self) -> None:
        await self._transport.open()

    async def close(self) -> None:
        await self._transport.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def code_to_session(self, code: str) -> WeChatSession:
        """Who holds this `wx.login` code. Raises CodeInvalid, UserBlocked, RateLimited,
        WeChatUnavailable; never tried twice."""
        return await exchange_login_code(self._channel, code, secret=self._secret)

    async def phone_number(self, code: str) -> PhoneNumber:
        """The number behind a phone-button code. Raises PhoneCodeInvalid (a CodeInvalid),
        RateLimited, WeChatUnavailable; never tried twice."""
        return await exchange_phone_code(self._channel, code)

    async def send_subscribe_message(
        self,
        *,
        openid: str,
        template_id: str,
        data: Mapping[str, str],
        page: str | None = None,
        state: MiniProgramState = "formal",
        lang: Language = "zh_CN",
    ) -> SendResult:
        """Send once, one at a time per openid; see `outcomes.py` for what to do with the result.

        Raises WeChatUnavailable only when nothing was sent.
        """
        async with self._lanes.lane(openid):
            return await send_message(
                self._channel,
                openid=openid,
                template_id=template_id,
                data=data,
                page=page,
                state=state,
                lang=lang,
            )

    async def draw_code(self, *, page: str, scene: str, state: MiniProgramState) -> bytes:
        """A mini-program code (小程序码) of a page as a JPEG. Raises WeChatUnavailable."""
        return await draw_code(self._channel, page=page, scene=scene, state=state)

    async def make_link(self, *, page: str, query: str, state: MiniProgramState) -> str:
        """A link (URL Link) that opens a page from a text message. Raises WeChatUnavailable."""
        return await make_link(self._channel, page=page, query=query, state=state)

    async def check_text(self, text: str, *, openid: str, scene: CheckScene) -> TextVerdict:
        """WeChat's verdict on a text of any length. Raises NoVerdict, WeChatUnavailable."""
        return await check_text(self._channel, text, openid=openid, scene=scene)

    async def list_templates(self) -> tuple[LiveTemplate, ...]:
        """The account's templates, for `compare_templates` at start-up."""
        return await list_live_templates(self._channel)
