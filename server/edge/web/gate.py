"""Whom the whole API turns back before anything else is looked at: in maintenance all, else old apps."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.rules.reasons import Text
from models.rules.wording import moment_in_words
from server.clock import Clock
from server.errors import AppError, Unavailable
from storage.errors import StoreUnavailable

Version = tuple[int, int, int]
HEADER: Final = "client-version"
_APP: Final = re.compile(r"miniprogram/(\d{1,4})\.(\d{1,4})\.(\d{1,4})", re.ASCII)
_ASK_AGAIN_SECONDS: Final = 60
_ASK_AT_LEAST_SECONDS: Final = 5
_ASK_AT_MOST_SECONDS: Final = 900
_LOOK_SECONDS: Final = 1.0
_LOG = logging.getLogger(__name__)


class ClientTooOld(AppError):
    """The mini-program says a version that this server no longer serves.

    Without the `Upgrade` that RFC 9110 wants beside 426: it would speak of the protocol, and what
    stands between reads it so.
    """

    status, code = 426, "client_too_old"
    title = Text(
        "小程序版本太旧，不能继续办理；请关闭小程序后重新打开，会自动更新到新版本，已保存的内容还在",
        "This version of the mini-program is too old; close it and open it again, which brings the"
        " new one. What was saved is still there",
    )


class Maintenance(Unavailable):
    """An operator has closed the API for a while; nothing is read, nothing written."""

    code = "maintenance"
    title = Text(
        "系统正在维护，请稍后再来；已保存的内容不会丢失",
        "Under maintenance; come back later. What was saved is not lost",
    )


@dataclass(frozen=True, slots=True)
class Closing:
    """An operator's word that the API is closed; `until` is when they mean to open it, if they know."""

    until: datetime | None


ReadClosing = Callable[[], Awaitable[tuple[bool, datetime | None]]]
"""Whether it is closed, and until when; raises StoreUnavailable."""


def read_version(text: str) -> Version | None:
    """Of `miniprogram/1.2.0` the three numbers; None for another client, or none that is understood."""
    found = _APP.fullmatch(text)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


class Gate:
    """Asked at each call of the API, so that it costs a look at two fields while it stands open."""

    __slots__ = ("_clock", "_oldest", "closed")

    def __init__(self, clock: Clock, oldest: str = "") -> None:
        self._clock = clock
        self._oldest = read_version(f"miniprogram/{oldest}")
        self.closed: Closing | None = None

    def check(self, headers: Mapping[str, str]) -> None:
        """Raises Maintenance, ClientTooOld."""
        if self.closed is not None:
            raise self._maintenance(self.closed)
        if self._oldest is not None:
            said = headers.get(HEADER)
            version = None if said is None else read_version(said)
            if version is not None and version < self._oldest:
                raise ClientTooOld()

    def _maintenance(self, closed: Closing) -> Maintenance:
        now, until = self._clock.now(), closed.until
        if until is None or until <= now:
            return Maintenance(retry_after=_ASK_AGAIN_SECONDS)
        left = int((until - now).total_seconds()) + 1
        seconds = min(max(left, _ASK_AT_LEAST_SECONDS), _ASK_AT_MOST_SECONDS)
        said = moment_in_words(until)
        words = Text(
            f"系统正在维护，预计 {said.zh} 恢复，请到时再来；已保存的内容不会丢失",
            f"Under maintenance, probably until {said.en}. What was saved is not lost",
        )
        return Maintenance(words, retry_after=seconds)


async def watch_closing(gate: Gate, read: ReadClosing) -> None:
    """Look once a second until cancelled; while the store does not answer, the last word stands."""
    while True:
        try:
            closed, until = await read()
        except StoreUnavailable:
            _LOG.debug("whether the API is closed is not known now")
        else:
            gate.closed = Closing(until) if closed else None
        await asyncio.sleep(_LOOK_SECONDS)
