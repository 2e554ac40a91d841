"""Logging out: the session ends for good."""

import logging

from models.tables.people import Session
from server.clock import Clock
from server.edge.web.auth import Identity
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import transaction
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
        session = Session.filter(token_hash=by.session, revoked_at=None)
        await session.using_db(tx.connection).update(revoked_at=clock.now())
