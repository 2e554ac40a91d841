"""The stream says what changed, once and in order; a gap is noticed and closed."""

from dataclasses import replace
from random import Random
from uuid import UUID

from storage.redis.movements import (
    Movement,
    Revision,
    held_claims,
    list_movements,
    resume_movements,
    trim_movements,
)
from storage.redis.quota import QuotaRedis
from tests.storage.redis.claims import changed, make_claim, money, open_pool
from tests.storage.redis.life import POOLS, Life


async def test_each_change_is_told_with_its_revision(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(100), epoch=4)
    later, earlier = make_claim(2), changed(make_claim(1), passed=True)
    await quota.apply(pool_id, later)
    await quota.apply(pool_id, earlier)
    assert await list_movements(quota, pool_id) == [
        Movement(Revision(4, 1), later.claim_id, 1, "funded", 100, False),
        Movement(Revision(4, 2), earlier.claim_id, 2, "funded", 100, True),
        Movement(Revision(4, 3), later.claim_id, 1, "waiting", 0, False),
    ]


async def test_what_changes_no_state_is_not_told(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(150, last_award="partial"))
    first, last = make_claim(1), make_claim(2)
    await quota.apply(pool_id, first)
    await quota.apply(pool_id, last)
    told = await list_movements(quota, pool_id)
    await quota.apply(pool_id, changed(first, passed=True))
    await quota.apply(pool_id, make_claim(3))
    later = await list_movements(quota, pool_id, after=told[-1].revision)
    assert [(one.state, one.granted_fen) for one in told] == [("funded", 100), ("funded", 50)]
    assert [one.state for one in later] == ["waiting"]


async def test_the_stream_read_in_order_gives_the_present_states(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    life = Life(Random(42), POOLS["partial and places"])
    await open_pool(quota, pool_id, life.limits)
    for _ in range(200):
        life.happen()
        await life.deliver(quota, pool_id, 3)
    written: dict[UUID, tuple[str, int]] = {}
    after: Revision | None = None
    while movements := await list_movements(quota, pool_id, after=after, limit=7):
        assert after is None or movements[0].revision == Revision(1, after.number + 1)
        written |= {one.claim_id: (one.state, one.granted_fen) for one in movements}
        after = movements[-1].revision
        await trim_movements(quota, pool_id, through=after)
    held = {one.claim_id: (one.state, one.granted_fen) async for one in held_claims(quota, pool_id)}
    assert len(held) > 50
    assert written == held
    assert await list_movements(quota, pool_id) == []


async def test_a_stream_that_is_too_long_stops_and_says_so(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    short = replace(quota, stream_most=3)
    await open_pool(short, pool_id, money(10_000))
    claims = [make_claim(n) for n in range(6)]
    for claim in claims:
        assert (await short.apply(pool_id, claim)).state == "funded"
    report = await short.report(pool_id)
    assert (report.gap, report.revision) == (True, 6)
    assert len(await list_movements(short, pool_id)) == 3
    resumed = await resume_movements(short, pool_id)
    assert resumed == Revision(1, 6)
    held = {one.claim_id async for one in held_claims(short, pool_id, page=2)}
    assert held == {claim.claim_id for claim in claims}
    await short.apply(pool_id, make_claim(7))
    assert [one.revision for one in await list_movements(short, pool_id)] == [Revision(1, 7)]
    assert not (await short.report(pool_id)).gap


async def test_a_new_generation_begins_a_new_stream(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(100))
    await quota.apply(pool_id, make_claim(1))
    await open_pool(quota, pool_id, money(100), make_claim(2), epoch=2)
    assert await list_movements(quota, pool_id) == []
    await quota.apply(pool_id, make_claim(3))
    assert [one.revision for one in await list_movements(quota, pool_id)] == [Revision(2, 1)]


async def test_a_missing_pool_has_nothing_to_tell(quota: QuotaRedis, pool_id: UUID) -> None:
    assert await list_movements(quota, pool_id) == []
    assert await resume_movements(quota, pool_id) == Revision(0, 0)
    assert [one async for one in held_claims(quota, pool_id)] == []


async def test_entries_of_the_first_release_are_still_read(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await open_pool(quota, pool_id, money(100))
    claim = make_claim(1)
    words = {"claim": claim.claim_id.hex, "version": 3, "state": "locked", "granted": 7}
    await quota.client.xadd(quota.keys.stream(pool_id), {**words, "passed": 1}, id="1-0")
    await quota.apply(pool_id, claim)
    assert [
        (one.version, one.state, one.granted_fen) for one in await list_movements(quota, pool_id)
    ] == [
        (3, "locked", 7),
        (1, "funded", 100),
    ]
