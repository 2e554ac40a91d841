"""Logging out: the session ends for good."""

import logging

from server.clock import Clock
from server.edge.web.auth import Identity
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import transaction
from storage.postgres.sessions import revoke_session
from storage.redis.session_cache import SessionCache

_log = logging.getLogger(__name__)


async def log_out(by: Identity, *, clock: Clock, cache: SessionCache) -> None:
    """Revoke the session that this request came with."""
    # First the cache: a handler that is cancelled after the commit would leave the entry behind.
    try:
        await cache.end(by.session)
    except StoreUnavailable:
        _log.warning("an ended session stays in the cache until its time is up")
    async with transaction() as tx:
        await revoke_session(tx, by.session, at=clock.now())
