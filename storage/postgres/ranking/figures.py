"""What the servers show of the rankings: differences by pool and kind, claims not ranked yet."""

from dataclasses import dataclass
from uuid import UUID

from tortoise import connections

from storage.postgres.core.transaction import postgres_errors
from storage.postgres.ranking.pools import STILL_RANKED

# The partial index claims_unranked holds only what is not ranked. What has been so for two seconds
# is the reconciler's; before that the server that committed it is about to rank it.
_POOLS = f"""
SELECT p.id, p.edition_id AS edition, p.code AS pool, coalesce(u.claims, 0)::bigint AS unranked
  FROM pools p JOIN editions e ON e.code = p.edition_id
  LEFT JOIN (SELECT pool_id, count(*) AS claims FROM claims
              WHERE version > ranked_version AND touched_at < now() - interval '2 seconds'
              GROUP BY pool_id) u ON u.pool_id = p.id
 WHERE {STILL_RANKED}
"""


@dataclass(frozen=True, slots=True)
class PoolRow:
    """A pool that is still ranked, and how many of its claims wait for the ranking."""

    id: UUID
    edition: str
    pool: str
    unranked: int


async def list_pool_rows() -> list[PoolRow]:
    """Raises StoreUnavailable."""
    with postgres_errors():
        rows = await connections.get("default").execute_query_dict(_POOLS)
    return [PoolRow(**row) for row in rows]
