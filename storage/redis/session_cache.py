"""Caches sessions for some seconds: who a token belongs to, and which sessions just ended."""

from dataclasses import dataclass

from storage.redis.cache import Cache
from storage.redis.connect import redis_edge

ENDED = b""
"""What `find` returns for a session that ended a moment ago."""
_CHANGED = b"\x00"


@dataclass(frozen=True, slots=True)
class SessionCache:
    """Entries by token hash; every method raises StoreUnavailable without an answer.

    A session that ended, or whose person's rights changed, leaves a mark that `keep` cannot
    overwrite: whoever read it from PostgreSQL before, and comes to keep it afterwards, revives
    nothing.
    """

    cache: Cache

    async def find(self, token_hash: str) -> bytes | None:
        """What was kept, `ENDED`, or None."""
        found = await self.cache.find(token_hash)
        return None if found == _CHANGED else found

    async def keep(self, token_hash: str, content: bytes) -> None:
        """Keeps `content` (not empty) unless something is there already."""
        cache = self.cache
        key = cache.keys.cache(cache.kind, token_hash)
        with redis_edge():
            await cache.client.set(
                key, content, px=max(1, round(cache.ttl_seconds * 1000)), nx=True
            )

    async def end(self, token_hash: str) -> None:
        """From now on, and for the cache's time to live, this session is known to have ended."""
        await self.cache.put(token_hash, ENDED)

    async def forget(self, token_hash: str) -> None:
        """For the cache's time to live every look-up reads PostgreSQL."""
        await self.cache.put(token_hash, _CHANGED)
