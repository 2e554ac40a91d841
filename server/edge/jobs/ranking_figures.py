"""The rankings' figures for `/metrics`: how often each differed, what is not ranked, what moves."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from server.edge.jobs.reread import Reread
from storage.errors import StoreUnavailable
from storage.postgres.ranking.differences import CountedDifference, list_differences
from storage.postgres.ranking.figures import PoolBacklog, list_pool_backlogs
from storage.redis.quota import QuotaRedis

_LOG = logging.getLogger(__name__)
_SHOWN: Final = ("missing", "loading", "settling")


@dataclass(frozen=True, slots=True)
class RankingFigures:
    """`statuses` counts pools by the status of their ranking.

    None while Redis does not answer: then nothing is known of them.
    """

    differences: list[CountedDifference]
    pools: list[PoolBacklog]
    statuses: Counter[str] | None


class RankingGauges(Reread[RankingFigures]):
    """The rankings' figures; without those of Redis while it does not answer."""

    what = "ranking"

    def __init__(self, quota: QuotaRedis) -> None:
        super().__init__()
        self._quota = quota

    async def read(self) -> RankingFigures:
        pools = await list_pool_backlogs()
        return RankingFigures(await list_differences(), pools, await self._statuses(pools))

    async def _statuses(self, pools: list[PoolBacklog]) -> Counter[str] | None:
        try:
            return Counter([(await self._quota.report(pool.id)).status for pool in pools])
        except StoreUnavailable:
            _LOG.warning("ranking figures wait for Redis")
            return None

    def collect(self) -> Iterator[Metric]:
        figures = self.figures
        if figures is None:
            return
        differences = CounterMetricFamily(
            "shuangtui_ranking_differences",
            "Times that a pool's ranking was found to differ from the database, by kind",
            labels=("edition", "pool", "kind"),
        )
        for one in figures.differences:
            differences.add_metric((one.edition, one.pool, one.kind), one.times)
        yield differences
        unranked = GaugeMetricFamily(
            "shuangtui_claims_unranked",
            "Claims whose latest version no ranking has confirmed for two seconds",
            labels=("edition", "pool"),
        )
        for pool in figures.pools:
            unranked.add_metric((pool.edition, pool.pool), pool.unranked)
        yield unranked
        if figures.statuses is None:
            return
        statuses = GaugeMetricFamily(
            "shuangtui_rankings_unsettled",
            "Pools whose ranking answers pending, by its status",
            labels=("status",),
        )
        for status in _SHOWN:
            statuses.add_metric((status,), figures.statuses[status])
        yield statuses
