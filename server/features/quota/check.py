"""Watches the sums of every ranking against the rows, and demands a rebuild when they are wrong."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from operator import sub
from uuid import UUID

from models.rules.line.ranking import RankingReport
from server.edge.jobs.one_by_one import one_by_one
from server.features.quota.compare import compare_claims, find_wrong_sums
from server.features.quota.pools_to_rank import RankedPool, list_ranked_pools
from storage.postgres.ranking.claims import sum_claims
from storage.postgres.ranking.differences import DifferenceKind, demand_rebuild
from storage.redis.quota import QuotaRedis

_LOG = logging.getLogger(__name__)
_PATIENCE = 6
"""Readings in a row that each differ otherwise, before the claims are compared all the same."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """By how much the sums differed at the last reading, and at how many readings in a row."""

    difference: tuple[int, ...]
    readings: int


@dataclass
class SumsWatch:
    """What was seen at the last round; one for each process that leads.

    In a rush the sums of two readings differ all the time, by the calls under way. So a difference
    is examined only when it is the same twice, or has lasted for `_PATIENCE` readings; and then it
    counts only if the claims prove it (compare.py), since everybody reads `pending` during a
    rebuild.
    """

    seen: dict[UUID, _Seen] = field(default_factory=dict)

    async def check(
        self, *, quota: QuotaRedis, pools: Collection[UUID] | None = None
    ) -> list[UUID]:
        """One round over `pools`, or all; those whose rebuild was demanded.

        Raises StoreUnavailable.
        """
        demanded: list[UUID] = []

        async def check_pool(pool: RankedPool) -> None:
            if await self._check_pool(pool, quota):
                demanded.append(pool.id)

        await one_by_one(await list_ranked_pools(among=pools), check_pool)
        return demanded

    async def _check_pool(self, pool: RankedPool, quota: QuotaRedis) -> bool:
        report = await quota.report(pool.id)
        if report.status != "ready" or report.epoch != pool.epoch:
            self.seen.pop(pool.id, None)
            return False
        kind = await self._find_difference(pool.id, report, quota)
        if kind is None or not await demand_rebuild(pool.id, report.epoch, kind):
            return False
        _LOG.warning("the ranking of pool %s differs: %s", pool.id, kind)
        return True

    async def _find_difference(
        self, pool_id: UUID, report: RankingReport, quota: QuotaRedis
    ) -> DifferenceKind | None:
        rows = await sum_claims(pool_id)
        difference = tuple(map(sub, report.sums, rows.sums))
        last = self.seen.pop(pool_id, None)
        if not any(difference):
            return None
        readings = 1 if last is None else last.readings + 1
        twice = last is not None and last.difference == difference
        if not twice and readings < _PATIENCE:
            self.seen[pool_id] = _Seen(difference, readings)
            return None
        for kind in (await compare_claims(pool_id, report.epoch, quota=quota)).values():
            return kind
        return await find_wrong_sums(pool_id, report, quota=quota)
