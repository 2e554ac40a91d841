"""The access token: one shared record, refreshed by one caller at a time, never forced."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from server.clock import Clock
from server.edge.wechat.alarm import Alarm
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import NotAnswered, WeChatMisconfigured, WeChatUnavailable
from server.edge.wechat.retrying import repeat_while_busy
from server.edge.wechat.transport import Api, Reply, Transport
from storage.errors import StoreUnavailable
from storage.redis.wechat_token import TokenRecord

STABLE_TOKEN: Final = Api("stable_token", "POST", "/cgi-bin/stable_token")
_EARLY: Final = timedelta(seconds=300)
_LOCAL: Final = timedelta(seconds=60)
_UNKNOWN_LIFE_SECONDS: Final = 600
_LONGEST_LIFE_SECONDS: Final = 7200
_POLL_SECONDS: Final = 0.05
_WAIT_SECONDS: Final = 5.0
_log = logging.getLogger(__name__)


class SharedTokens(Protocol):
    """Where processes share the record; every method may raise StoreUnavailable."""

    async def read(self) -> TokenRecord | None: ...
    async def write(self, record: TokenRecord) -> None: ...
    def lock(self) -> AbstractAsyncContextManager[bool]: ...


@dataclass(frozen=True, slots=True)
class _Held:
    """The token this process uses, and until when without asking the shared record again."""

    record: TokenRecord
    look_again_at: datetime


class TokenSource:
    """Single-flight supply of one app's token. With Redis down each process supplies itself."""

    def __init__(
        self,
        transport: Transport,
        *,
        appid: str,
        secret: str,
        clock: Clock,
        alarm: Alarm,
        shared: SharedTokens | None = None,
    ) -> None:
        self._transport = transport
        self._credentials = {"appid": appid, "secret": secret}
        self._clock = clock
        self._alarm = alarm
        self._shared = shared
        self._lock = asyncio.Lock()
        self._held: _Held | None = None
        self._condemned: _Held | None = None

    async def get(self, refused: str | None = None) -> str:
        """A token other than `refused`, the one that WeChat has just turned down.

        Raises WeChatMisconfigured when WeChat hands out the refused token again (wrong secret or
        appid: forcing would only kill the siblings' token), WeChatUnavailable when it is down.
        """
        held = self._usable(refused)
        if held is not None:
            return held
        async with self._lock:
            held = self._usable(refused)
            if held is not None:
                return held
            record = await self._refresh(refused)
        if record.token == refused:
            raise WeChatMisconfigured(40001)
        return record.token

    async def condemn(self, token: str) -> None:
        """WeChat refuses it, fresh as it is: for a minute nobody asks for another one.

        It goes on being tried, so that the end of the trouble is seen at once.
        """
        held = self._held
        if held is None or held.record.token != token:
            return
        now = self._clock.now().astimezone(UTC)
        record = replace(held.record, fetched_at=now, condemned=True)
        self._condemned = _Held(record, now + _LOCAL)
        if self._shared is not None:
            with suppress(StoreUnavailable):
                shared = await self._shared.read()
                # A sibling may have fetched a better one meanwhile.
                if shared is None or shared.token == token:
                    await self._shared.write(record)

    def _usable(self, refused: str | None) -> str | None:
        if self._shared is None:
            self._refuse_condemned(refused)
        now = self._clock.now()
        held = self._held
        if held is None or held.record.token == refused or now >= held.look_again_at:
            return None
        return held.record.token if now < _renew_at(held.record) else None

    def _refuse_condemned(self, refused: str | None) -> None:
        """Where siblings cannot know a better one: asking again would bring the same."""
        dead = self._condemned
        if dead and dead.record.token == refused and self._clock.now() < dead.look_again_at:
            raise WeChatMisconfigured(40001)

    async def _refresh(self, refused: str | None) -> TokenRecord:
        try:
            record = await self._refresh_shared(refused)
        except StoreUnavailable:
            _log.warning("wechat token record is out of reach; this process keeps its own")
            self._refuse_condemned(refused)
            record = self._own_if_fresh(refused)
        record = record or await self._fetch()
        await self._hold(record, refused)
        return record

    def _own_if_fresh(self, refused: str | None) -> TokenRecord | None:
        held = self._held
        return held.record if held and self._is_fresh(held.record, refused) else None

    async def _refresh_shared(self, refused: str | None) -> TokenRecord | None:
        """The siblings' fresh record, or our own fetch under the lock.

        A holder that died is waited for no longer than callers can bear: a second fetch in normal
        mode brings the same token. None: there is nothing to share, and nothing held is fresh.
        """
        shared = self._shared
        if shared is None:
            return self._own_if_fresh(refused)
        deadline = asyncio.get_running_loop().time() + _WAIT_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            record = await shared.read()
            if record is not None and self._will_do(record, refused):
                return record
            async with shared.lock() as mine:
                if mine:
                    return await self._fetch_into(shared, refused)
            await asyncio.sleep(_POLL_SECONDS)
        return await self._fetch_into(shared, refused)

    async def _fetch_into(self, shared: SharedTokens, refused: str | None) -> TokenRecord:
        # Between our read and our lock a sibling may have finished.
        record = await shared.read()
        if record is not None and self._will_do(record, refused):
            return record
        record = await self._fetch()
        record = replace(record, condemned=record.token == refused)
        try:
            await shared.write(record)
        except StoreUnavailable:
            _log.warning("wechat token record could not be shared")
        return record

    def _will_do(self, record: TokenRecord, refused: str | None) -> bool:
        """Fresh, or condemned by a sibling so lately that asking again would bring the same."""
        if record.token == refused and record.condemned:
            return self._clock.now() < record.fetched_at + _LOCAL
        return self._is_fresh(record, refused)

    def _is_fresh(self, record: TokenRecord, refused: str | None) -> bool:
        return record.token != refused and self._clock.now() < _renew_at(record)

    async def _hold(self, record: TokenRecord, refused: str | None) -> None:
        now = self._clock.now()
        self._held = _Held(record, now + _LOCAL)
        if record.token == refused:
            self._condemned = self._held
            await self._alarm.about(
                ErrorClass.TOKEN, api=STABLE_TOKEN.name, errcode=40001, rid=None
            )

    async def _fetch(self) -> TokenRecord:
        body = {"grant_type": "client_credential", "force_refresh": False} | self._credentials
        try:
            reply = await repeat_while_busy(lambda: self._transport.call(STABLE_TOKEN, body=body))
        except NotAnswered:
            # For whoever needed the token nothing has happened yet: no unknown outcome.
            raise WeChatUnavailable(retry_after=2) from None
        await self._raise_for(reply)
        now = self._clock.now().astimezone(UTC)
        lives = timedelta(seconds=_life_seconds(reply.fields.get("expires_in")))
        return TokenRecord(str(reply.fields["access_token"]), now + lives, now)

    async def _raise_for(self, reply: Reply) -> None:
        kind = classify(reply.errcode)
        if kind is ErrorClass.OK and reply.fields.get("access_token"):
            return
        await self._alarm.about(kind, api=STABLE_TOKEN.name, errcode=reply.errcode, rid=reply.rid)
        if kind in (ErrorClass.TOKEN, ErrorClass.CONFIGURATION):
            raise WeChatMisconfigured(reply.errcode)
        minute = kind in (ErrorClass.MINUTE_LIMIT, ErrorClass.DAY_QUOTA)
        raise WeChatUnavailable(retry_after=60 if minute else 5)


def _life_seconds(said: object) -> int:
    """As WeChat says, in whatever form; where it says nothing readable, a short life.

    A token of an unknown life is still a token, and one that dies early is refused and renewed.
    """
    try:
        return min(max(int(float(str(said))), 1), _LONGEST_LIFE_SECONDS)
    except (ValueError, OverflowError):
        _log.warning("wechat gave a token without a readable life")
        return _UNKNOWN_LIFE_SECONDS


def _renew_at(record: TokenRecord) -> datetime:
    """300 s before the end; a token that came with less life than that is used for half of it."""
    life = record.expires_at - record.fetched_at
    return record.expires_at - _EARLY if life > 2 * _EARLY else record.fetched_at + life / 2
