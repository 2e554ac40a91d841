"""What the servers show of the rankings: differences by pool and kind, claims not ranked yet."""

from uuid import UUID

import msgspec

from storage.postgres.core.rows import list_rows
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


class PoolBacklog(msgspec.Struct, frozen=True):
    """A pool that is still ranked, and how many of its claims wait for the ranking."""

    id: UUID
    edition: str
    pool: str
    unranked: int


async def list_pool_backlogs() -> list[PoolBacklog]:
    """Raises StoreUnavailable."""
    return await list_rows(PoolBacklog, _POOLS, tx=None)
