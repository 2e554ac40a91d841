"""Retries idempotent calls with jittered back-off."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Final

from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import NotAnswered
from server.edge.wechat.transport import TOTAL_SECONDS, Reply

ATTEMPTS: Final = 3
_BACK_OFF_SECONDS: Final = 0.2


async def repeat_while_busy(call: Callable[[], Awaitable[Reply]]) -> Reply:
    """Up to three tries with jittered back-off on -1 and on lost answers, within 8 s in all.

    Raises what the last try raised. A refused connection is not tried again: callers want to know
    promptly that WeChat is down.
    """
    try:
        async with asyncio.timeout(TOTAL_SECONDS):
            for attempt in range(ATTEMPTS - 1):
                reply = await _try(call)
                if reply is not None:
                    return reply
                pause = _BACK_OFF_SECONDS * 2**attempt
                await asyncio.sleep(pause * (0.5 + secrets.randbelow(1000) / 1000))
            return await call()
    except TimeoutError:
        raise NotAnswered(retry_after=2) from None


async def _try(call: Callable[[], Awaitable[Reply]]) -> Reply | None:
    try:
        reply = await call()
    except NotAnswered:
        return None
    return None if classify(reply.errcode) is ErrorClass.BUSY else reply
