"""Ranks what a process committed but never ranked: it died, or Redis gave no answer."""

from collections.abc import Collection, Sequence
from uuid import UUID

from models.rules.line.ranking import RankedClaim
from server.clock import Clock
from server.edge.jobs.one_by_one import one_by_one
from server.features.quota.ranking import Ranker
from storage.postgres.money.claims import STALE_AFTER, list_unranked
from storage.postgres.ranking.differences import count_difference


async def reconcile(*, ranker: Ranker, clock: Clock, pools: Collection[UUID] | None = None) -> int:
    """Apply every claim whose version no ranking has confirmed; how many were applied.

    `pools`: in these only, None: in all.
    Raises StoreUnavailable when either store gives no answer; the next round goes on.
    """
    unranked = await list_unranked(clock.now() - STALE_AFTER, pools=pools)
    applied: list[int] = []

    async def rank(pool_id: UUID) -> None:
        applied.append(await _rank(pool_id, unranked[pool_id], ranker=ranker))

    await one_by_one(unranked, rank)
    return sum(applied)


async def _rank(pool_id: UUID, claims: Sequence[RankedClaim], *, ranker: Ranker) -> int:
    ranked = 0
    for claim in claims:
        standing = await ranker.quota.apply(pool_id, claim)
        if standing.version == 0:
            break  # the ranking is missing or of an older epoch: its rebuild will read all rows
        if standing.version >= claim.version:
            ranker.marks.note(pool_id, claim, standing.version)
            ranked += 1
    await ranker.marks.flush()
    if ranked:
        await count_difference(pool_id, "unranked", ranked)
    return ranked
