"""The pools whose ranking somebody may still look at, with what the database knows of each."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tortoise import connections

from models.rules.line.ranking import PoolLimits
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.money.claims import pool_limits
from storage.postgres.ranking.pools import STILL_RANKED

_COLUMNS = """
SELECT p.id, p.edition_id, p.code, p.epoch, p.version, p.budget_fen, p.places, p.last_award,
       p.last_award_min_fen, p.recorded_epoch, p.recorded_revision, p.ranked_run_id
  FROM pools p JOIN editions e ON e.code = p.edition_id
"""
_RANKED = f"{_COLUMNS} WHERE (p.id = ANY($1) OR $1::uuid[] IS NULL) AND {STILL_RANKED}"
_OF_EDITION = f"""{_COLUMNS}
 WHERE p.edition_id = $1 OR $1::text IS NULL ORDER BY p.edition_id DESC, p.code
"""


@dataclass(frozen=True, slots=True)
class RankedPool:
    """A pool's row; `ranked_run_id` None: never built, or to be built anew."""

    id: UUID
    edition: str
    code: str
    epoch: int
    recorded_epoch: int
    recorded_revision: int
    ranked_run_id: str | None
    limits: PoolLimits


async def list_ranked_pools(*, among: Collection[UUID] | None = None) -> list[RankedPool]:
    """All of them, or those named. Raises StoreUnavailable."""
    named = None if among is None else list(among)
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_RANKED, [named])
    return [_pool(row) for row in rows]


async def list_pools_of(edition: str | None) -> list[RankedPool]:
    """The edition's pools, or everybody's, closed ones too. Raises StoreUnavailable."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_OF_EDITION, [edition])
    return [_pool(row) for row in rows]


def _pool(row: Any) -> RankedPool:
    return RankedPool(
        row["id"],
        row["edition_id"],
        row["code"],
        row["epoch"],
        row["recorded_epoch"],
        row["recorded_revision"],
        row["ranked_run_id"],
        pool_limits(row),
    )
