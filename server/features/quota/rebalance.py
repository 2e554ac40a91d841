"""Carries on a large move in a pool's ranking, step by step."""

from uuid import UUID

from models.rules.line.ranking import RankingStatus
from storage.redis.quota import QuotaRedis


async def rebalance(
    pool_id: UUID, status: RankingStatus, *, quota: QuotaRedis, most_steps: int
) -> None:
    """From `status` on, at most 500 claims a step, until nothing moves. Raises StoreUnavailable."""
    for _ in range(most_steps):
        if status != "settling":
            return
        status = await quota.rebalance(pool_id)
