"""An operator's word that the API is closed, which all processes share."""

from datetime import UTC, datetime
from typing import Final

from storage.redis.connect import Client, redis_edge
from storage.redis.keys import Keys

_OPEN_END: Final = "?"


class ClosingStore:
    """Every method raises StoreUnavailable when Redis does not answer."""

    def __init__(self, client: Client, keys: Keys) -> None:
        self._client, self._key = client, keys.record("closed")

    async def close(self, until: datetime | None) -> None:
        """Until it is opened again: `until` is what people are told, and opens nothing by itself."""
        with redis_edge():
            await self._client.set(self._key, _OPEN_END if until is None else until.isoformat())

    async def open(self) -> bool:
        """Whether it was closed."""
        with redis_edge():
            return bool(await self._client.delete(self._key))

    async def read(self) -> tuple[bool, datetime | None]:
        """Whether it is closed, and until when as people are told (aware, UTC)."""
        with redis_edge():
            raw = await self._client.get(self._key)
        if raw is None:
            return False, None
        text = raw.decode() if isinstance(raw, bytes) else str(raw)
        return True, _moment(text)


def _moment(text: str) -> datetime | None:
    """What nobody wrote here closes all the same, without a time of its end."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None
