"""Caches sessions for some seconds: who a token belongs to, and which sessions just ended."""

from dataclasses import dataclass

from storage.redis.cache import Cache
from storage.redis.connect import redis_edge

ENDED = b""
"""What `find` returns for a session that ended a moment ago."""


@dataclass(frozen=True, slots=True)
class SessionCache:
    """Entries by token hash; every method raises StoreUnavailable without an answer.

    An ended session leaves a mark that `keep` cannot overwrite: whoever read the session from
    PostgreSQL before it ended, and comes to keep it afterwards, revives nothing.
    """

    cache: Cache

    async def find(self, token_hash: str) -> bytes | None:
        """What was kept, `ENDED`, or None."""
        return await self.cache.find(token_hash)

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
        """The next look-up reads PostgreSQL again."""
        await self.cache.drop(token_hash)
