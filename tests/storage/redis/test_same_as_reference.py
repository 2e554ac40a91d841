"""After thousands of random events, in any order, the ranking equals the reference."""

import random
from uuid import UUID, uuid4

import pytest

from models.rules.line.ranking import PoolLimits
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import Truth, changed, open_pool
from tests.storage.redis.life import (
    POOLS,
    Life,
    equals_the_reference,
    the_line_is_in_order,
)


@pytest.mark.parametrize("kind", POOLS)
@pytest.mark.parametrize("seed", range(3))
async def test_each_event_leaves_what_the_reference_says(
    quota: QuotaRedis, kind: str, seed: int
) -> None:
    life, pool_id = Life(random.Random(seed), POOLS[kind]), uuid4()
    await open_pool(quota, pool_id, life.limits)
    for _ in range(250):
        life.happen()
        for call in life.calls:
            if isinstance(call, PoolLimits):
                await quota.resize(pool_id, call)
            else:
                answer = await quota.apply(pool_id, call)
                assert answer == Truth(life.limits, life.rows).standings()[call.claim_id]
        life.calls.clear()
        await equals_the_reference(quota, pool_id, life)


@pytest.mark.parametrize("kind", POOLS)
@pytest.mark.parametrize("seed", range(3))
async def test_reordered_repeated_and_lost_calls_converge(
    quota: QuotaRedis, kind: str, seed: int
) -> None:
    life, pool_id = Life(random.Random(seed + 100), POOLS[kind]), uuid4()
    await open_pool(quota, pool_id, life.limits)
    for step in range(1, 300):
        life.happen()
        if not step % 7:
            await life.deliver(quota, pool_id, life.random.randrange(12))
            await the_line_is_in_order(quota, pool_id)
        if not step % 50:
            await life.reconcile(quota, pool_id)
            await equals_the_reference(quota, pool_id, life)


async def test_the_comparison_can_fail(quota: QuotaRedis, pool_id: UUID) -> None:
    life = Life(random.Random(1), POOLS["money"])
    await open_pool(quota, pool_id, life.limits)
    for _ in range(60):
        life.happen()
    await life.reconcile(quota, pool_id)
    await equals_the_reference(quota, pool_id, life)
    live = next(row for row in life.rows.values() if row.live)
    life.write(changed(live, live=False))
    with pytest.raises(AssertionError):
        await equals_the_reference(quota, pool_id, life)
