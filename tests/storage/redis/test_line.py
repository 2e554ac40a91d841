"""The line of a pool, example by example: money, places, locks, the last award, other limits."""

from dataclasses import replace
from uuid import UUID

import pytest

from models.rules.line.ranking import Figures, PoolLimits, RankedClaim, Standing
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import changed, make_claim, money, open_pool


async def states(quota: QuotaRedis, pool_id: UUID, *claims: RankedClaim) -> list[str]:
    found = await quota.standings(pool_id, [claim.claim_id for claim in claims])
    return [one.state if one else "unknown" for one in found]


async def test_a_small_later_claim_never_overtakes_a_larger_earlier_one(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    large, small = make_claim(1, 300), make_claim(2, 1)
    await open_pool(quota, pool_id, money(250))
    await quota.apply(pool_id, large)
    assert await quota.apply(pool_id, small) == Standing("waiting", 2, 2, 0, 1)


async def test_who_paid_earlier_but_comes_later_goes_ahead(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    paid_later, paid_earlier = make_claim(1, later=20), make_claim(2, later=10)
    await open_pool(quota, pool_id, money(100), paid_later)
    assert (await quota.apply(pool_id, paid_earlier)).position == 1
    assert await states(quota, pool_id, paid_later) == ["waiting"]


async def test_a_locked_claim_keeps_its_money_from_an_earlier_key(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    locked = changed(make_claim(9), passed=True, locked=True, granted_fen=100)
    await open_pool(quota, pool_id, money(150), locked)
    assert await quota.apply(pool_id, make_claim(1)) == Standing("waiting", 1, 1, 0, 1)
    assert await quota.standing(pool_id, locked.claim_id) == Standing("locked", None, None, 100, 2)
    assert await quota.figures(pool_id) == Figures(150, None, 100, 0, 50, 1, 0, 1)


async def test_money_that_comes_free_goes_to_the_next_in_line(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    claims = [make_claim(n) for n in range(5)]
    await open_pool(quota, pool_id, money(200), *claims)
    assert await states(quota, pool_id, *claims) == ["funded"] * 2 + ["waiting"] * 3
    await quota.apply(pool_id, changed(claims[0], live=False))
    assert await states(quota, pool_id, *claims) == ["none"] + ["funded"] * 2 + ["waiting"] * 2


async def test_places_count_beside_money(quota: QuotaRedis, pool_id: UUID) -> None:
    two_places, one_place = make_claim(1, 10, places=2), make_claim(2, 10)
    await open_pool(quota, pool_id, PoolLimits(1, 1_000, 2), two_places, one_place)
    assert await states(quota, pool_id, two_places, one_place) == ["funded", "waiting"]


async def test_a_pool_of_places_alone_has_no_remaining_money(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await open_pool(quota, pool_id, PoolLimits(1, None, 1), make_claim(1), make_claim(2))
    assert await quota.figures(pool_id) == Figures(None, 1, 0, 100, None, 0, 1, 1)


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        (50, Standing("funded", 2, None, 50, 1)),
        (51, Standing("waiting", 2, 1, 0, 1)),
    ],
)
async def test_the_last_award_is_the_rest_if_it_is_enough(
    quota: QuotaRedis, pool_id: UUID, least: int, expected: Standing
) -> None:
    first, second = make_claim(1), make_claim(2)
    await open_pool(
        quota, pool_id, money(150, last_award="partial", last_award_min_fen=least), first
    )
    assert await quota.apply(pool_id, second) == expected


async def test_nothing_left_is_no_last_award(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(100, last_award="partial"), make_claim(1))
    assert (await quota.apply(pool_id, make_claim(2))).state == "waiting"


async def test_after_the_last_award_even_a_claim_for_nothing_waits(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await open_pool(quota, pool_id, money(150, last_award="partial"), make_claim(1), make_claim(2))
    assert await quota.apply(pool_id, make_claim(3, 0)) == Standing("waiting", 3, 1, 0, 1)


async def test_the_last_award_floats_until_it_is_locked(quota: QuotaRedis, pool_id: UUID) -> None:
    first, last = make_claim(1), make_claim(2)
    await open_pool(quota, pool_id, money(150, last_award="partial"), first, last)
    smaller = changed(first, amount_fen=80)
    await quota.apply(pool_id, smaller)
    assert (await quota.apply(pool_id, last)).granted_fen == 70
    frozen = changed(last, locked=True, granted_fen=70)
    await quota.apply(pool_id, frozen)
    await quota.apply(pool_id, changed(smaller, live=False))
    assert (await quota.apply(pool_id, frozen)).granted_fen == 70
    figures = await quota.figures(pool_id)
    assert figures is not None
    assert figures.remaining_fen == 80


async def test_limits_move_the_line_both_ways(quota: QuotaRedis, pool_id: UUID) -> None:
    claims = [make_claim(n) for n in range(4)]
    limits = money(200)
    await open_pool(quota, pool_id, limits, *claims)
    wider = replace(limits, version=2, budget_fen=400)
    assert await quota.resize(pool_id, wider) == "ready"
    assert await states(quota, pool_id, *claims) == ["funded"] * 4
    assert await quota.resize(pool_id, replace(limits, version=3, budget_fen=150)) == "ready"
    assert await states(quota, pool_id, *claims) == ["funded"] + ["waiting"] * 3


async def test_stale_limits_change_nothing(quota: QuotaRedis, pool_id: UUID) -> None:
    limits = replace(money(200), version=5)
    await open_pool(quota, pool_id, limits)
    await quota.resize(pool_id, replace(limits, budget_fen=1))
    await quota.resize(pool_id, replace(limits, version=4, budget_fen=1))
    report = await quota.report(pool_id)
    assert report.limits_version == 5
    assert report.figures is not None
    assert report.figures.budget_fen == 200


async def test_money_beyond_32_bits_stays_exact(quota: QuotaRedis, pool_id: UUID) -> None:
    budget = 4 * 10**15
    claims = [make_claim(n, 999_999_999_999) for n in range(3)]
    await open_pool(quota, pool_id, money(budget), *claims)
    figures = await quota.figures(pool_id)
    assert figures is not None
    assert figures.funded_fen == 2_999_999_999_997
    assert figures.remaining_fen == budget - 2_999_999_999_997


@pytest.mark.parametrize("key", ["1" * 38, "x" * 39, "１" * 39])
def test_a_key_that_is_not_39_digits_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="39 digits"):
        replace(make_claim(1), key=key)


def test_limits_without_money_or_places_are_refused() -> None:
    with pytest.raises(ValueError, match="budget, or places"):
        PoolLimits(1, None, None)


def test_amounts_that_a_double_would_not_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="amount_fen"):
        make_claim(1, 10**12 + 1)
