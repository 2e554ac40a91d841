"""The one WeChat access token that all processes share, and the short lock under which it is renewed."""

import json
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

from storage.redis.connect import Client, redis_edge
from storage.redis.keys import Keys
from storage.redis.short_lock import short_lock


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A token with its end and the instant it was fetched, both aware UTC.

    `condemned`: WeChat refused it and handed it out again, or refused it fresh.
    """

    token: str
    expires_at: datetime
    fetched_at: datetime
    condemned: bool = False


class WeChatTokenStore:
    """Shares one app's token. Every method raises StoreUnavailable when Redis does not answer."""

    def __init__(self, client: Client, keys: Keys, *, appid: str) -> None:
        self._client = client
        self._record_key = keys.record(f"wechat-token:{appid}")
        self._lock_key = keys.lock(f"wechat-token:{appid}")

    async def read(self) -> TokenRecord | None:
        """The shared record, or None when there is none or it cannot be read."""
        with redis_edge():
            raw = await self._client.get(self._record_key)
        return None if raw is None else _decode(raw)

    async def write(self, record: TokenRecord) -> None:
        """Share a record until the token ends."""
        text = json.dumps(
            {
                "token": record.token,
                "expires_at": record.expires_at.timestamp(),
                "fetched_at": record.fetched_at.timestamp(),
                "condemned": record.condemned,
            }
        )
        life = max(1, int((record.expires_at - record.fetched_at).total_seconds()))
        with redis_edge():
            await self._client.set(self._record_key, text, ex=life)

    def lock(self) -> AbstractAsyncContextManager[bool]:
        """Yields whether the lock is ours."""
        return short_lock(self._client, self._lock_key)


def _decode(raw: bytes | str) -> TokenRecord | None:
    try:
        fields = json.loads(raw)
        return TokenRecord(
            str(fields["token"]),
            datetime.fromtimestamp(float(fields["expires_at"]), UTC),
            datetime.fromtimestamp(float(fields["fetched_at"]), UTC),
            bool(fields.get("condemned")),
        )
    except (ValueError, KeyError, TypeError):
        return None
