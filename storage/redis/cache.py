"""A small cache of bytes with a time to live; what it holds can be forgotten at any moment."""

from dataclasses import dataclass, field

from storage.redis.connect import Client, redis_edge
from storage.redis.keys import Keys


@dataclass(frozen=True, slots=True)
class Cache:
    """Entries of one kind, by name; every method raises StoreUnavailable without an answer."""

    client: Client
    kind: str
    ttl_seconds: float
    keys: Keys = field(default_factory=Keys)

    async def find(self, name: str) -> bytes | None:
        """The bytes kept under that name, or None."""
        with redis_edge():
            found = await self.client.get(self.keys.cache(self.kind, name))
        return found.encode() if isinstance(found, str) else found

    async def put(self, name: str, content: bytes) -> None:
        """Keeps the bytes for the cache's time to live."""
        milliseconds = max(1, round(self.ttl_seconds * 1000))
        with redis_edge():
            await self.client.set(self.keys.cache(self.kind, name), content, px=milliseconds)

    async def drop(self, name: str) -> None:
        """Forgets the name now, as when a session is revoked."""
        with redis_edge():
            await self.client.delete(self.keys.cache(self.kind, name))
