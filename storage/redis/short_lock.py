"""A lock that all processes share, for a few seconds: whoever dies with it keeps nobody long."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from storage.errors import StoreUnavailable
from storage.redis.connect import Client, redis_edge

LOCK_MILLISECONDS: Final = 10_000
# Release only our own lock: it may have expired and be a sibling's by now.
_RELEASE: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
"""


@asynccontextmanager
async def short_lock(client: Client, key: str) -> AsyncIterator[bool]:
    """Yield whether the lock is ours; it frees itself after 10 s, longer than any call to WeChat.

    Raises StoreUnavailable when Redis does not answer.
    """
    mark = secrets.token_hex(16)
    with redis_edge():
        mine = await client.set(key, mark, nx=True, px=LOCK_MILLISECONDS)
    try:
        yield bool(mine)
    finally:
        if mine:
            # If this is lost, the lock's own end frees it.
            with suppress(StoreUnavailable), redis_edge():
                await client.eval(_RELEASE, 1, key, mark)
