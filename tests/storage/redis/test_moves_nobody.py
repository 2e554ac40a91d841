"""What one piece of `apply` decides by itself must not be taken for more than it is."""

from uuid import UUID

import pytest

from models.rules.line.ranking import PoolLimits, RankedClaim
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import (
    Truth,
    changed,
    held_standings,
    make_claim,
    money,
    open_pool,
)

BOTH = PoolLimits(1, 1_000, 4)


async def _like_the_reference(
    quota: QuotaRedis, pool_id: UUID, limits: PoolLimits, calls: list[RankedClaim]
) -> None:
    await open_pool(quota, pool_id, limits)
    rows: dict[UUID, RankedClaim] = {}
    for call in calls:
        rows[call.claim_id] = call
        answer = await quota.apply(pool_id, call)
        expected = Truth(limits, rows).standings()
        assert answer == expected[call.claim_id]
        assert await held_standings(quota, pool_id, expected) == expected
    report = await quota.report(pool_id)
    live = [row for row in rows.values() if row.live]
    assert (report.claims, report.versions, report.amounts_fen) == (
        len(live),
        sum(row.version for row in live),
        sum(row.amount_fen for row in live),
    )


@pytest.mark.parametrize("places", [1, 3])
async def test_a_lock_with_other_places_moves_the_line(
    quota: QuotaRedis, pool_id: UUID, places: int
) -> None:
    claims = [make_claim(number, places=2) for number in range(3)]
    locked = changed(claims[0], passed=True, locked=True, granted_fen=100, places=places)
    await _like_the_reference(quota, pool_id, BOTH, [make_claim(9, 1), *claims, locked])


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("fields", [{"places": 1}, {"places": 3}, {"amount_fen": 950}], ids=str)
async def test_a_correction_in_place_moves_the_line(
    quota: QuotaRedis, pool_id: UUID, number: int, fields: dict[str, int]
) -> None:
    claims = [make_claim(one, places=2) for one in range(3)]
    corrected = changed(claims[number], **fields)
    await _like_the_reference(quota, pool_id, BOTH, [*claims, corrected, make_claim(5, places=1)])


async def test_nothing_follows_a_partial_award_though_nobody_waits(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    limits = money(150, last_award="partial")
    calls = [make_claim(1), make_claim(2), make_claim(3, 0), make_claim(4)]
    await _like_the_reference(quota, pool_id, limits, calls)


async def test_a_locked_partial_award_lets_nothing_but_nothing_follow(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    limits = money(150, last_award="partial")
    whole, part, free = make_claim(1), make_claim(2), make_claim(3, 0)
    locked = changed(part, passed=True, locked=True, granted_fen=50)
    await _like_the_reference(quota, pool_id, limits, [whole, part, free, locked])


@pytest.mark.parametrize("fields", [{"live": False}, {"passed": True}], ids=str)
async def test_the_first_in_line_may_go_and_any_may_pass(
    quota: QuotaRedis, pool_id: UUID, fields: dict[str, bool]
) -> None:
    large, small = make_claim(2, 900), make_claim(3, 10)
    calls = [make_claim(1, 200), large, small, make_claim(4, 10)]
    for claim in (calls[3], large, small, calls[0]):
        calls.append(changed(claim, **fields))
    await _like_the_reference(quota, pool_id, money(1_000), calls)


@pytest.mark.parametrize(
    "fields",
    [{"live": False}, {"passed": True, "locked": True, "granted_fen": 100}, {"passed": True}],
    ids=str,
)
@pytest.mark.parametrize("number", [1, 3])
async def test_a_call_that_comes_too_late_changes_nothing(
    quota: QuotaRedis, pool_id: UUID, number: int, fields: dict[str, bool]
) -> None:
    claims = [make_claim(one) for one in range(4)]
    late = changed(claims[number], **fields)
    newer = changed(changed(claims[number]))
    await open_pool(quota, pool_id, money(200))
    for claim in (*claims, newer):
        await quota.apply(pool_id, claim)
    before = await quota.report(pool_id), await quota.standings(pool_id, [newer.claim_id])
    await quota.apply(pool_id, late)
    assert before == (
        await quota.report(pool_id),
        await quota.standings(pool_id, [newer.claim_id]),
    )


async def test_a_lock_in_place_is_counted(quota: QuotaRedis, pool_id: UUID) -> None:
    claim = make_claim(1)
    await open_pool(quota, pool_id, money(200))
    for call in (make_claim(0), claim, changed(claim, passed=True, locked=True, granted_fen=100)):
        await quota.apply(pool_id, call)
    figures = await quota.figures(pool_id)
    assert figures is not None
    assert (figures.locked, figures.funded) == (1, 1)
    assert (figures.locked_fen, figures.funded_fen) == (100, 100)
