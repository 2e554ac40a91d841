"""Rebuilds one pool's ranking from the database, beside live calls, under a new epoch."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from models.rules.line.ranking import PoolLimits, RankedClaim
from storage.errors import StoreUnavailable
from storage.redis.quota import QuotaRedis

# One call holds up all others of the server meanwhile: some ten milliseconds at this size.
CHUNK = 500
ATTEMPTS = 4

T = TypeVar("T")

_LOG = logging.getLogger(__name__)

Snapshot = Callable[[], AsyncIterator[RankedClaim]]


class RebuildStopped(Exception):
    """Another generation took over, or Redis lost this one half-way.

    `epoch_held` is the highest epoch known to be used: the next rebuild raises the pool's epoch in
    the database above it and starts again.
    """

    def __init__(self, pool_id: UUID, epoch_held: int) -> None:
        super().__init__(f"rebuild of pool {pool_id} stopped; epoch {epoch_held} is in use")
        self.pool_id = pool_id
        self.epoch_held = epoch_held


async def rebuild_pool(
    quota: QuotaRedis,
    pool_id: UUID,
    *,
    epoch: int,
    limits: PoolLimits,
    snapshot: Snapshot,
    chunk_size: int = CHUNK,
) -> int:
    """Rebuilds one pool; answers how many claims were loaded.

    The caller has raised `pools.epoch` to `epoch` and committed. `snapshot` is called only after
    the generation is open, and must begin its REPEATABLE READ transaction then: every claim that
    is committed later finds the generation by its own `apply`. It yields the live claims, and
    those that ended lately too: their tombstones keep a late call from bringing them back.
    In key order it loads fastest, for then nothing is moved twice; any order gives the same.

    Raises RebuildStopped when another epoch is in use, StoreUnavailable without an answer.
    """
    await _open_generation(quota, pool_id, epoch, limits)
    loaded = chunks = 0
    sent: asyncio.Task[None] | None = None
    try:
        async for chunk in _chunks(snapshot(), chunk_size):
            if sent is not None:
                await sent
            chunks, loaded = chunks + 1, loaded + len(chunk)
            # While Redis takes this one, the next is read.
            sent = asyncio.create_task(_load_chunk(quota, pool_id, epoch, chunks, chunk=chunk))
        if sent is not None:
            await sent
    finally:
        await _dropped(sent)
    await _finish(quota, pool_id, epoch, chunks)
    return loaded


async def _chunks(
    claims: AsyncIterator[RankedClaim], size: int
) -> AsyncIterator[list[RankedClaim]]:
    chunk: list[RankedClaim] = []
    async for claim in claims:
        chunk.append(claim)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


async def _dropped(task: asyncio.Task[None] | None) -> None:
    """Ends a load that nobody waits for any more, because another failure came first."""
    if task is None:
        return
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.exception()  # looked at, or asyncio would report it beside the one that is raised


async def _open_generation(
    quota: QuotaRedis, pool_id: UUID, epoch: int, limits: PoolLimits
) -> None:
    held = await quota.begin(pool_id, epoch, limits)
    if held != epoch:
        raise RebuildStopped(pool_id, held)


async def _load_chunk(
    quota: QuotaRedis, pool_id: UUID, epoch: int, number: int, *, chunk: list[RankedClaim]
) -> None:
    if not await _patiently(lambda: quota.load(pool_id, epoch, number, chunk)):
        await _stop(quota, pool_id, epoch)


async def _finish(quota: QuotaRedis, pool_id: UUID, epoch: int, chunks: int) -> None:
    status = "loading"
    while status == "loading":
        status = await _patiently(lambda: quota.finish(pool_id, epoch, chunks))
    if status != "ready":
        await _stop(quota, pool_id, epoch)


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """The call's answer; where Redis gave none in time it is made again, a few times.

    A disk that stalls for a second would else throw away all that was loaded. Each of these calls
    may be repeated: what it did already, it does not do twice.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return await call()
        except StoreUnavailable as failure:
            _LOG.warning("a call of a rebuild is made again: %s", failure)
    return await call()


async def _stop(quota: QuotaRedis, pool_id: UUID, epoch: int) -> None:
    report = await quota.report(pool_id)
    raise RebuildStopped(pool_id, max(report.epoch, epoch))
