"""Tells the cache of sessions that ended, or whose person's rights changed."""

import logging
from collections.abc import Sequence

from storage.errors import StoreUnavailable
from storage.redis.session_cache import SessionCache

_log = logging.getLogger(__name__)


async def drop_cached(
    cache: SessionCache, *, ended: Sequence[str] = (), changed: Sequence[str] = ()
) -> bool:
    """After the commit. False without Redis: what it remembers ends by itself within 30 seconds."""
    try:
        for token_hash in ended:
            await cache.end(token_hash)
        for token_hash in changed:
            await cache.forget(token_hash)
    except StoreUnavailable:
        _log.warning("sessions could not be dropped from the cache; they leave it in 30 seconds")
        return False
    return True
