"""A large move goes in bounded steps; until it is done answers say pending, in key order."""

from dataclasses import replace
from uuid import UUID

from models.rules.line.ranking import PoolLimits, RankedClaim, Standing
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import Truth, changed, held_standings, make_claim, money, open_pool

STEP = 500


async def funded_count(quota: QuotaRedis, pool_id: UUID) -> int:
    return int(await quota.client.zcard(quota.keys.pool(pool_id)[2]))


async def large_pool(quota: QuotaRedis, pool_id: UUID, budget: int) -> list[RankedClaim]:
    claims = [make_claim(n) for n in range(1_600)]
    await open_pool(quota, pool_id, money(budget), *claims)
    return claims


async def rebalance_all(quota: QuotaRedis, pool_id: UUID) -> int:
    """How many calls it took."""
    calls = 1
    while await quota.rebalance(pool_id) != "ready":
        calls += 1
    return calls


async def equals(
    quota: QuotaRedis, pool_id: UUID, limits: PoolLimits, rows: list[RankedClaim]
) -> None:
    expected = Truth(limits, {row.claim_id: row for row in rows}).standings()
    assert await held_standings(quota, pool_id, expected) == expected


async def test_a_budget_cut_takes_steps_from_the_end(quota: QuotaRedis, pool_id: UUID) -> None:
    claims = await large_pool(quota, pool_id, 160_000)
    less = replace(money(10_000), version=2)
    assert await quota.resize(pool_id, less) == "settling"
    assert await funded_count(quota, pool_id) == 1_600 - STEP
    assert await quota.figures(pool_id) is None
    answer = await quota.standing(pool_id, claims[0].claim_id)
    assert answer == Standing("pending", None, None, 0, 1)
    await rebalance_all(quota, pool_id)
    await equals(quota, pool_id, less, claims)


async def test_a_larger_budget_takes_steps_from_the_front(quota: QuotaRedis, pool_id: UUID) -> None:
    claims = await large_pool(quota, pool_id, 0)
    more = replace(money(150_050, last_award="partial"), version=2)
    assert await quota.resize(pool_id, more) == "settling"
    assert await funded_count(quota, pool_id) == STEP
    assert await rebalance_all(quota, pool_id) == 2
    await equals(quota, pool_id, more, claims)


async def test_calls_that_arrive_meanwhile_carry_the_move_on(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    rows = await large_pool(quota, pool_id, 160_000)
    less = replace(money(20_050), version=2)
    await quota.resize(pool_id, less)
    newcomer, corrected = make_claim(9_999), changed(rows[3], amount_fen=1)
    assert await quota.apply(pool_id, newcomer) == Standing("pending", None, None, 0, 1)
    assert await funded_count(quota, pool_id) == 1_600 - 2 * STEP
    rows = [*rows[:3], corrected, *rows[4:], newcomer]
    assert (await quota.apply(pool_id, corrected)).state == "funded"
    await equals(quota, pool_id, less, rows)


async def test_a_repeated_call_carries_the_move_on_too(quota: QuotaRedis, pool_id: UUID) -> None:
    claims = await large_pool(quota, pool_id, 160_000)
    await quota.resize(pool_id, replace(money(0), version=2))
    answers = [(await quota.apply(pool_id, claims[0])).state for _ in range(3)]
    assert answers == ["pending", "pending", "waiting"]


async def test_a_change_of_direction_half_way(quota: QuotaRedis, pool_id: UUID) -> None:
    claims = await large_pool(quota, pool_id, 160_000)
    await quota.resize(pool_id, replace(money(0), version=2))
    back = replace(money(130_000), version=3)
    assert await quota.resize(pool_id, back) == "ready"
    await equals(quota, pool_id, back, claims)


async def test_one_call_moves_no_more_than_its_bound(quota: QuotaRedis, pool_id: UUID) -> None:
    giant = make_claim(0, 160_000, later=0)
    claims = [make_claim(n + 1) for n in range(1_600)]
    await open_pool(quota, pool_id, money(160_000), *claims)
    assert (await quota.apply(pool_id, giant)).state == "pending"
    assert await funded_count(quota, pool_id) == 1_601 - STEP
    await rebalance_all(quota, pool_id)
    assert await quota.standing(pool_id, giant.claim_id) == Standing("funded", 1, None, 160_000, 1)
