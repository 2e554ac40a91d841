"""A pool's figures as everybody may see them: live, or the last recorded ones marked stale."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from tortoise import connections

from models.rules.ranking import Figures
from server.clock import Clock
from server.errors import NotFound
from storage.errors import StoreUnavailable
from storage.postgres.transaction import postgres_errors
from storage.redis.quota import QuotaRedis

_POOLS = """
SELECT p.id, p.code, p.budget_fen, p.places, p.locked_fen, p.locked_places,
       p.recorded_figures::text AS recorded, p.recorded_at
  FROM editions e JOIN pools p ON p.edition_id = e.code WHERE e.code = $1 ORDER BY p.code
"""


class PoolView(msgspec.Struct, frozen=True):
    """`budget = locked + funded + remaining`, always; null where the pool has no budget in fen."""

    pool: str
    budget_fen: int | None
    places: int | None
    locked_fen: int
    funded_fen: int
    remaining_fen: int | None
    locked: int
    funded: int
    waiting: int
    as_of: datetime
    stale: bool


class QuotaView(msgspec.Struct, frozen=True):
    pools: list[PoolView]


async def get_quota(edition: str, *, quota: QuotaRedis, clock: Clock) -> QuotaView:
    """The figures of each pool of an edition. Raises NotFound for an unknown edition."""
    connection = connections.get("default")
    with postgres_errors():
        rows = await connection.execute_query_dict(_POOLS, [edition])
        if not rows and not await connection.execute_query_dict(
            "SELECT 1 FROM editions WHERE code = $1", [edition]
        ):
            raise NotFound()
    return QuotaView([await _view(row, quota, clock.now()) for row in rows])


async def is_exhausted(edition: str, *, quota: QuotaRedis, clock: Clock) -> bool:
    """Whether someone waits for the edition's money or nothing of it remains (for display only)."""
    view = await get_quota(edition, quota=quota, clock=clock)
    return any(pool.waiting > 0 or pool.remaining_fen == 0 for pool in view.pools)


async def _view(row: dict[str, Any], quota: QuotaRedis, now: datetime) -> PoolView:
    figures = await find_figures(row["id"], quota)
    if figures is not None:
        return _shown(row["code"], figures, now, stale=False)
    if row["recorded"] is not None:
        recorded = msgspec.json.decode(row["recorded"], type=Figures)
        return _shown(row["code"], recorded, row["recorded_at"], stale=True)
    return _shown(row["code"], _from_row(row), now, stale=True)


async def find_figures(pool_id: UUID, quota: QuotaRedis) -> Figures | None:
    """What the ranking says now; None when it does not answer or is not ready."""
    try:
        return await quota.figures(pool_id)
    except StoreUnavailable:
        return None


def _from_row(row: dict[str, Any]) -> Figures:
    """What the pool's row knows by itself: the budget, and what is locked of it."""
    budget, locked = row["budget_fen"], row["locked_fen"]
    return Figures(
        budget_fen=budget,
        places=row["places"],
        locked_fen=locked,
        funded_fen=0,
        remaining_fen=None if budget is None else budget - locked,
        locked=row["locked_places"],
        funded=0,
        waiting=0,
    )


def _shown(code: str, figures: Figures, as_of: datetime, *, stale: bool) -> PoolView:
    return PoolView(
        code,
        figures.budget_fen,
        figures.places,
        figures.locked_fen,
        figures.funded_fen,
        figures.remaining_fen,
        figures.locked,
        figures.funded,
        figures.waiting,
        as_of,
        stale,
    )
