"""What operators must mend is said once for all processes, and again while it lasts.

Ten thousand messages that fail for one reason are one alarm; the metrics count every call.
"""

import asyncio
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

from server.edge.wechat.errcodes import ErrorClass
from storage.errors import StoreUnavailable

AGAIN_SECONDS: Final = 600
_log = logging.getLogger(__name__)

WORDS: Final[Mapping[ErrorClass, str]] = MappingProxyType(
    {
        ErrorClass.TOKEN: "wechat refuses a fresh token: check appid and secret",
        ErrorClass.CONFIGURATION: "wechat refuses our configuration or account",
        ErrorClass.TEMPLATE: "a message template is not the account's",
        ErrorClass.PAGE: "a page is not in the released mini-program",
        ErrorClass.BANNED: "wechat has banned the capability, or the words of a message",
        ErrorClass.DAY_QUOTA: "the day quota of an API is used up; it pauses",
        ErrorClass.ARGUMENT: "wechat finds our values against its rules",
        ErrorClass.OTHER: "wechat refuses with a number that is not in our table",
    }
)
"""The classes that no caller can mend, and what the log says of them."""


class SharedAlarms(Protocol):
    """Where processes share what has been said; may raise StoreUnavailable."""

    async def first(self, cause: str, *, seconds: int) -> bool: ...


class Alarm:
    """Says each cause at most once within AGAIN_SECONDS; with Redis down once a process."""

    def __init__(self, shared: SharedAlarms | None) -> None:
        self._shared = shared
        self._said: dict[str, float] = {}

    async def about(self, kind: ErrorClass, *, api: str, errcode: int, rid: str | None) -> None:
        """Log an error for a class in WORDS, unless it was said; nothing for other classes."""
        if kind not in WORDS:
            return
        # Whatever API meets it, a refused token is one trouble; of others each API has its own.
        cause = "token" if kind is ErrorClass.TOKEN else f"{kind.name.lower()}:{api}:{errcode}"
        if await self._is_first(cause):
            _log.error(WORDS[kind], extra={"api": api, "errcode": errcode, "rid": rid})

    async def _is_first(self, cause: str) -> bool:
        now = asyncio.get_running_loop().time()
        if now < self._said.get(cause, 0.0):
            return False
        self._said[cause] = now + AGAIN_SECONDS
        if self._shared is None:
            return True
        try:
            return await self._shared.first(cause, seconds=AGAIN_SECONDS)
        except StoreUnavailable:
            return True
