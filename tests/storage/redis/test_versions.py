"""Calls may be late, repeated or lost: the newest version of a row wins, and nothing is guessed."""

from dataclasses import replace
from uuid import UUID

from models.rules.line.ranking import Standing
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import changed, make_claim, money, open_pool

PENDING = Standing("pending", None, None, 0, 0)


async def test_a_new_claim_is_answered_with_its_place(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(250))
    first, second, third = (make_claim(n) for n in (1, 2, 3))
    assert await quota.apply(pool_id, first) == Standing("funded", 1, None, 100, 1)
    assert await quota.apply(pool_id, third) == Standing("funded", 2, None, 100, 1)
    assert await quota.apply(pool_id, second) == Standing("funded", 2, None, 100, 1)
    assert await quota.standing(pool_id, third.claim_id) == Standing("waiting", 3, 1, 0, 1)


async def test_a_repeated_call_changes_nothing(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(250))
    claim = make_claim(1)
    first = await quota.apply(pool_id, claim)
    before = await quota.report(pool_id)
    assert await quota.apply(pool_id, claim) == first
    assert await quota.report(pool_id) == before


async def test_a_stale_version_answers_with_the_present_state(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await open_pool(quota, pool_id, money(250))
    old = make_claim(1, 100)
    new = changed(old, amount_fen=200)
    await quota.apply(pool_id, new)
    assert await quota.apply(pool_id, old) == Standing("funded", 1, None, 200, 2)


async def test_withdrawn_before_its_submission_arrives(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(100))
    claim = make_claim(1)
    withdrawn = changed(claim, live=False)
    assert (await quota.apply(pool_id, withdrawn)).state == "none"
    late = await quota.apply(pool_id, claim)
    assert late == Standing("none", None, None, 0, 2)
    figures = await quota.figures(pool_id)
    assert figures is not None
    assert (figures.funded, figures.remaining_fen) == (0, 100)


async def test_a_reinstated_claim_comes_back_with_a_newer_version(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await open_pool(quota, pool_id, money(100))
    claim = make_claim(1)
    ended = changed(claim, live=False)
    await quota.apply(pool_id, ended)
    assert (await quota.apply(pool_id, changed(ended, live=True))).state == "funded"


async def test_an_empty_redis_answers_pending_and_keeps_nothing(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    claim = make_claim(1)
    assert await quota.apply(pool_id, claim) == PENDING
    assert await quota.standing(pool_id, claim.claim_id) is None
    assert await quota.figures(pool_id) is None
    assert (await quota.report(pool_id)).status == "missing"
    assert await quota.resize(pool_id, money(1)) == "missing"
    assert await quota.rebalance(pool_id) == "missing"


async def test_a_flushed_pool_answers_pending(quota: QuotaRedis, pool_id: UUID) -> None:
    claim = make_claim(1)
    await open_pool(quota, pool_id, money(100), claim)
    await quota.client.delete(*quota.keys.pool(pool_id))
    assert await quota.apply(pool_id, changed(claim)) == PENDING
    assert await quota.figures(pool_id) is None


async def test_an_older_epoch_than_the_database_answers_pending(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await open_pool(quota, pool_id, money(100), epoch=3)
    claim = make_claim(1)
    assert await quota.apply(pool_id, replace(claim, epoch=4)) == PENDING
    assert await quota.standing(pool_id, claim.claim_id) is None
    assert (await quota.apply(pool_id, replace(claim, epoch=3))).state == "funded"
    older_reader = make_claim(2, 0)
    assert (await quota.apply(pool_id, replace(older_reader, epoch=2))).state == "funded"


async def test_pools_do_not_touch_each_other(quota: QuotaRedis, pool_id: UUID) -> None:
    other = UUID(int=pool_id.int ^ 1)
    await open_pool(quota, pool_id, money(100))
    await open_pool(quota, other, money(100))
    await quota.apply(pool_id, make_claim(1))
    figures = await quota.figures(other)
    assert figures is not None
    assert figures.remaining_fen == 100
