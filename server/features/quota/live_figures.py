"""The figures of editions for everybody who asks: live, or the last recorded ones marked stale."""

from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.rules.line.ranking import Figures
from server.clock import Clock
from server.edge.web.shared_fetch import SharedFetch
from server.edge.web.tasks import OwnedTasks
from server.features.quota.figures import (
    PoolFigures,
    RecordedFigures,
    ShownQuota,
    recorded_figures,
    shown_quota,
)
from server.features.quota.known_pools import EditionPools, KnownPools
from storage.errors import StoreUnavailable
from storage.postgres.core.rows import list_rows
from storage.redis.quota import QuotaRedis

_RECORDED = """
SELECT id, code, budget_fen, places, locked_fen, locked_places,
       recorded_figures::text AS recorded, recorded_at
  FROM pools WHERE id = ANY($1)
"""


@dataclass(frozen=True, slots=True, eq=False)
class _Partial:
    """An edition of which the ranking did not answer for every pool."""

    pools: EditionPools
    figures: Mapping[UUID, Figures | None]
    as_of: datetime


class LiveFigures:
    """Asks the ranking once for all who read at a time, in one round trip for all their editions.

    A read is answered by a call that began after it came: what its client was told before, by this
    process or another, is in it. No figure is kept from read to read. While the ranking answers,
    reads do not touch the database but for `KnownPools`; while it is silent or not ready, one query
    at a time gives the recorded figures to all.
    """

    def __init__(
        self, quota: QuotaRedis, clock: Clock, tasks: OwnedTasks, pools: KnownPools | None = None
    ) -> None:
        self._quota = quota
        self._clock = clock
        self._pools = pools or KnownPools(tasks)
        self._live = SharedFetch(self._ask_ranking, tasks)
        self._recorded = SharedFetch(self._fill_in_recorded, tasks)

    async def show(self, edition: str) -> ShownQuota:
        """Raises NotFound; StoreUnavailable where neither store answers."""
        (found,) = await self._live.ask(await self._pools.of(edition))
        if isinstance(found, _Partial):
            (found,) = await self._recorded.ask(found)
        return found

    async def exhausted_among(self, editions: Iterable[str]) -> frozenset[str]:
        """Those of whose money nothing remains, or for which somebody waits. Raises as `show`."""
        # Together, so that those that must be looked up are looked up by one query.
        pools = await gather(*(self._pools.of(edition) for edition in editions))
        shown = await self._shown(pools)
        return frozenset(
            of_edition.edition
            for of_edition, one in zip(pools, shown, strict=True)
            if one.exhausted
        )

    async def _shown(self, editions: Sequence[EditionPools]) -> list[ShownQuota]:
        found = await self._live.ask(*editions)
        partial = [one for one in found if isinstance(one, _Partial)]
        filled = iter(await self._recorded.ask(*partial)) if partial else iter(())
        return [next(filled) if isinstance(one, _Partial) else one for one in found]

    async def _ask_ranking(
        self, editions: frozenset[EditionPools]
    ) -> dict[EditionPools, ShownQuota | _Partial]:
        # Taken before the call: all that was done until then is in the answer.
        as_of = self._clock.now()
        pool_ids = [pool_id for one in editions for pool_id in one.codes]
        try:
            figures = await self._quota.figures_of(pool_ids) if pool_ids else {}
        except StoreUnavailable:
            # The recorded figures are given instead, marked stale.
            figures = {}
        return {one: _complete(one, figures, as_of) for one in editions}

    async def _fill_in_recorded(self, editions: frozenset[_Partial]) -> dict[_Partial, ShownQuota]:
        missing = [
            pool_id for one in editions for pool_id in one.pools.codes if not one.figures[pool_id]
        ]
        rows = await list_rows(RecordedFigures, _RECORDED, missing, tx=None)
        by_pool = {row.id: row for row in rows}
        return {one: _filled_in(one, by_pool) for one in editions}


def _complete(
    pools: EditionPools, figures: Mapping[UUID, Figures | None], as_of: datetime
) -> ShownQuota | _Partial:
    """The edition rendered once for all, if the ranking answered for each of its pools."""
    own = {pool_id: figures.get(pool_id) for pool_id in pools.codes}
    live = [
        PoolFigures(pools.codes[pool_id], known, as_of)
        for pool_id, known in own.items()
        if known is not None
    ]
    return shown_quota(live) if len(live) == len(own) else _Partial(pools, own, as_of)


def _filled_in(edition: _Partial, rows: Mapping[UUID, RecordedFigures]) -> ShownQuota:
    shown = []
    for pool_id, code in edition.pools.codes.items():
        live = edition.figures[pool_id]
        if live is not None:
            shown.append(PoolFigures(code, live, edition.as_of))
        # A database restored to before a pool was added does not know it: then it is not shown.
        elif pool_id in rows:
            shown.append(recorded_figures(rows[pool_id], edition.as_of))
    return shown_quota(shown)
