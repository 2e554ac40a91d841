"""Logging out: the session ends for good; so does the one that a new login takes the place of."""

import logging
from uuid import UUID

from server.clock import Clock
from server.edge.web.auth import Identity
from server.features.identity.cached_sessions import drop_cached
from server.features.identity.sessions import hash_of
from storage.errors import StoreUnavailable
from storage.postgres.core.transaction import transaction
from storage.postgres.sessions import revoke_session, revoke_session_of
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


async def end_replaced(
    token: str | None, user_id: UUID, *, clock: Clock, cache: SessionCache
) -> None:
    """End the session that a login came with, if it is the same person's; without one nothing."""
    if token is None:
        return
    token_hash = hash_of(token)
    async with transaction() as tx:
        ended = await revoke_session_of(tx, token_hash, user_id, at=clock.now())
    if ended:
        await drop_cached(cache, ended=[token_hash])


async def end_overwritten(token: str | None, *, clock: Clock, cache: SessionCache) -> None:
    """End the session that lay in the browser whose cookie now holds another, whoever's it was."""
    if token is None:
        return
    token_hash = hash_of(token)
    async with transaction() as tx:
        await revoke_session(tx, token_hash, at=clock.now())
    await drop_cached(cache, ended=[token_hash])
