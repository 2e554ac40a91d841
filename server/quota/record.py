"""Writes down what the ranking changed: each claim's state, the pool's figures, how far it got."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from models.rules.ranking import RankingReport
from server.clock import Clock
from storage.postgres.recorded import (
    RecordedState,
    list_recorded_pools,
    record_figures,
    record_states,
)
from storage.redis.movements import (
    PAGE,
    Movement,
    Revision,
    held_claims,
    list_movements,
    resume_movements,
    trim_movements,
)
from storage.redis.quota import QuotaRedis


async def record_movements(*, quota: QuotaRedis, clock: Clock) -> int:
    """One round over all pools; how many claims were written.

    Only one recorder runs at a time (the worker that leads). Raises StoreUnavailable.
    """
    written = 0
    for pool in await list_recorded_pools():
        report = await quota.report(pool["id"])
        if report.status != "ready":
            continue
        if report.gap or report.epoch != pool["recorded_epoch"]:
            written += await _compare(pool["id"], quota, clock)
        else:
            written += await _follow(pool, quota, clock)
        await _note_figures(pool, report, clock.now())
    return written


async def _follow(pool: Any, quota: QuotaRedis, clock: Clock) -> int:
    """The stream in order, page by page; it is trimmed only after it has been written."""
    position = Revision(pool["recorded_epoch"], pool["recorded_revision"])
    written = 0
    while movements := await list_movements(quota, pool["id"], after=position, limit=PAGE):
        position = movements[-1].revision
        await record_states(pool["id"], _latest(movements), position, at=clock.now())
        await trim_movements(quota, pool["id"], through=position)
        written += len(movements)
    return written


async def _compare(pool_id: UUID, quota: QuotaRedis, clock: Clock) -> int:
    """The whole pool, after a gap or under a new epoch; what moves meanwhile is in the stream."""
    position = await resume_movements(quota, pool_id)
    batch: list[RecordedState] = []
    written = 0
    async for held in held_claims(quota, pool_id):
        batch.append(RecordedState(held.claim_id, held.state))
        if len(batch) == PAGE:
            await record_states(pool_id, batch, position, at=clock.now(), moves=False)
            written, batch = written + len(batch), []
    await record_states(pool_id, batch, position, at=clock.now())
    return written + len(batch)


def _latest(movements: Iterable[Movement]) -> list[RecordedState]:
    latest = {movement.claim_id: movement.state for movement in movements}
    return [RecordedState(claim_id, state) for claim_id, state in latest.items()]


async def _note_figures(pool: Any, report: RankingReport, now: datetime) -> None:
    figures = msgspec.json.encode(report.figures).decode()
    if figures != pool["recorded_figures"]:
        await record_figures(pool["id"], figures, at=now)
