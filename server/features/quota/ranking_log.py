"""Writes down what the ranking changed: each claim's state, its log, the pool's figures.

Only the worker that leads records, by the one session lock of the lead; a lock for each pool would
add nothing but connections. A recorder that lost the lead and wakes up late does no harm: a
position never goes back (`Overtaken`), and a claim's state never replaces one of a later (epoch,
revision).
"""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from models.rules.line.ranking import Figures, RankingReport
from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from storage.postgres.ranking.differences import count_difference, demand_rebuild
from storage.postgres.ranking.log import (
    Overtaken,
    RecordedPool,
    RecordedState,
    find_position,
    list_recorded_pools,
    record_figures,
    record_some,
    record_states,
    record_whole,
)
from storage.redis.inspect import inspect_pool
from storage.redis.movements import (
    PAGE,
    HeldClaim,
    Movement,
    Revision,
    held_claims,
    list_movements,
    resume_movements,
    trim_movements,
)
from storage.redis.quota import QuotaRedis

_LOG = logging.getLogger(__name__)
_AFRESH: Final = timedelta(minutes=1)
"""Figures that did not change get a new date so often."""


async def record_movements(*, quota: QuotaRedis, clock: Clock) -> int:
    """One round over all pools; how many claims were written. Raises StoreUnavailable."""
    written: list[int] = []

    async def record(pool: RecordedPool) -> None:
        try:
            written.append(await _record_pool(pool, quota, clock))
        except Overtaken as overtaken:
            _LOG.warning("%s", overtaken)

    await one_by_one(await list_recorded_pools(), record)
    return sum(written)


async def _record_pool(pool: RecordedPool, quota: QuotaRedis, clock: Clock) -> int:
    """Nothing of a ranking that is not the database's: it is about to be rebuilt."""
    report = await quota.report(pool.id)
    if report.status != "ready" or report.epoch != pool.epoch:
        return 0
    if not await _is_ours(pool, quota):
        return 0
    if report.gap:
        await count_difference(pool.id, "gap")
    if report.gap or report.epoch != pool.recorded_epoch:
        written = await _compare(pool, quota, clock)
    else:
        written = await _follow(pool, report, quota, clock)
    await _note_figures(pool, report, clock.now())
    return written


async def _is_ours(pool: RecordedPool, quota: QuotaRedis) -> bool:
    """Whether the pool is still served by the run that its ranking was built in.

    Asked after a page was read: an older copy that took over meanwhile has another run id by then.
    """
    inspection = await inspect_pool(quota, pool.id)
    return inspection.run_id == pool.ranked_run_id


async def _follow(
    pool: RecordedPool, report: RankingReport, quota: QuotaRedis, clock: Clock
) -> int:
    """The stream in order, page by page; it is trimmed only after it has been written."""
    pool_id = pool.id
    position = pool.position
    written = 0
    while movements := await list_movements(quota, pool_id, after=position, limit=PAGE):
        if movements[-1].revision.epoch != position.epoch or not await _is_ours(pool, quota):
            return written
        if movements[0].revision.number != position.number + 1:
            break
        position = movements[-1].revision
        await record_states(pool_id, [_moved(one) for one in movements], position, at=clock.now())
        await trim_movements(quota, pool_id, through=position)
        written += len(movements)
    if movements or position.number < report.revision:
        await _report_hole(pool_id, position)
    return written


async def _report_hole(pool_id: UUID, position: Revision) -> None:
    """Changes after the position are gone, and only what was written down is ever trimmed.

    So the database was restored to an earlier moment, or the stream was lost. The position is read
    once more, after the stream: another recorder may have written them down and trimmed.
    """
    if await find_position(pool_id) == position and await demand_rebuild(
        pool_id, position.epoch, "gap"
    ):
        _LOG.warning("changes of pool %s after %s are missing", pool_id, position)


async def _compare(pool: RecordedPool, quota: QuotaRedis, clock: Clock) -> int:
    """The whole pool, after a gap or under a new epoch; what moves meanwhile is in the stream.

    Each claim carries the revision of the page that it was read with, so that steps before it in
    the stream are not written over it.
    """
    pool_id = pool.id
    position = await resume_movements(quota, pool_id)
    batch: list[RecordedState] = []
    written = 0
    async for held in held_claims(quota, pool_id):
        if held.revision.epoch != pool.epoch:
            return written
        batch.append(_held(held))
        if len(batch) == PAGE:
            if not await _is_ours(pool, quota):
                return written
            await record_some(pool_id, batch, position.epoch, at=clock.now())
            written, batch = written + len(batch), []
    if position.epoch != pool.epoch or not await _is_ours(pool, quota):
        return written
    await record_some(pool_id, batch, position.epoch, at=clock.now())
    await record_whole(pool_id, position, at=clock.now())
    return written + len(batch)


def _moved(movement: Movement) -> RecordedState:
    number = movement.revision.number
    return RecordedState(movement.claim_id, movement.state, movement.granted_fen, number)


def _held(held: HeldClaim) -> RecordedState:
    return RecordedState(held.claim_id, held.state, held.granted_fen, held.revision.number)


async def _note_figures(pool: RecordedPool, report: RankingReport, now: datetime) -> None:
    known, known_at = pool.recorded_figures, pool.recorded_at
    if (
        known is not None
        and known_at is not None
        and now - known_at < _AFRESH
        and msgspec.json.decode(known, type=Figures) == report.figures
    ):
        return
    await record_figures(pool.id, msgspec.json.encode(report.figures).decode(), at=now)
