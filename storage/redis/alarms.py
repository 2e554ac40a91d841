"""What has been said to operators lately, shared by all processes, so that it is said once."""

from storage.redis.connect import Client, redis_edge
from storage.redis.keys import Keys


class AlarmStore:
    """The alarms of one subject, such as one app of WeChat."""

    def __init__(self, client: Client, keys: Keys, *, subject: str) -> None:
        self._client, self._keys, self._subject = client, keys, subject

    async def first(self, cause: str, *, seconds: int) -> bool:
        """Whether nobody has said it within `seconds`; from now on it counts as said.

        Raises StoreUnavailable.
        """
        key = self._keys.record(f"alarm:{self._subject}:{cause}")
        with redis_edge():
            return bool(await self._client.set(key, "1", nx=True, ex=seconds))
