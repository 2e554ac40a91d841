"""A pool comes to life from its rows beside live calls; another epoch stops a rebuilder."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import pytest

from models.rules.line.ranking import RankedClaim, Standing
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import RebuildStopped, rebuild_pool
from tests.storage.redis.claims import (
    Truth,
    changed,
    held_standings,
    make_claim,
    money,
    open_pool,
    snapshot,
)

Meanwhile = Callable[[], Awaitable[object]]


def interrupted(
    claims: list[RankedClaim], at: int, meanwhile: Meanwhile
) -> Callable[[], AsyncIterator[RankedClaim]]:
    """A snapshot during which something else happens before claim number `at`."""

    async def claims_with_interruption() -> AsyncIterator[RankedClaim]:
        for number, claim in enumerate(claims):
            if number == at:
                await meanwhile()
            yield claim

    return claims_with_interruption


async def test_loads_in_chunks_and_answers_like_the_reference(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    rows = [make_claim(n, 100, later=n % 7) for n in range(1_300)]
    rows[5] = changed(rows[5], locked=True, granted_fen=90)
    rows[6] = changed(rows[6], live=False)
    limits = money(80_050, last_award="partial")
    loaded = await rebuild_pool(
        quota, pool_id, epoch=1, limits=limits, snapshot=lambda: snapshot(rows), chunk_size=400
    )
    expected = Truth(limits, {row.claim_id: row for row in rows}).standings()
    assert loaded == 1_300
    assert await held_standings(quota, pool_id, expected) == expected
    assert (await quota.report(pool_id)).claims == 1_299


async def test_an_empty_pool_becomes_ready(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(100))
    assert (await quota.report(pool_id)).status == "ready"


async def test_calls_that_arrive_while_loading_answer_pending_and_count(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    rows = [make_claim(n) for n in range(10)]
    newcomer, newer = make_claim(100), changed(rows[8], amount_fen=1)
    answers: list[Standing] = []

    async def meanwhile() -> None:
        for claim in (newcomer, newer, rows[1], changed(rows[2], live=False)):
            answers.append(await quota.apply(pool_id, claim))
        assert await quota.figures(pool_id) is None

    await rebuild_pool(
        quota,
        pool_id,
        epoch=1,
        limits=money(550),
        snapshot=interrupted(rows, 5, meanwhile),
        chunk_size=2,
    )
    rows = [*rows[:2], changed(rows[2], live=False), *rows[3:8], newer, rows[9], newcomer]
    expected = Truth(money(550), {row.claim_id: row for row in rows}).standings()
    assert [answer.state for answer in answers] == ["pending"] * 4
    assert [answer.version for answer in answers] == [1, 2, 1, 2]
    assert await held_standings(quota, pool_id, expected) == expected


async def test_the_snapshot_begins_after_the_generation_is_open(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    async def rows() -> AsyncIterator[RankedClaim]:
        assert (await quota.report(pool_id)).status == "loading"
        yield make_claim(1)

    await rebuild_pool(quota, pool_id, epoch=1, limits=money(1), snapshot=rows)


async def test_a_newer_epoch_stops_the_rebuilder(quota: QuotaRedis, pool_id: UUID) -> None:
    rows = [make_claim(n) for n in range(10)]

    async def meanwhile() -> None:
        await open_pool(quota, pool_id, money(1_000), *rows[:3], epoch=2)

    with pytest.raises(RebuildStopped) as stopped:
        await rebuild_pool(
            quota,
            pool_id,
            epoch=1,
            limits=money(500),
            snapshot=interrupted(rows, 6, meanwhile),
            chunk_size=2,
        )
    report = await quota.report(pool_id)
    assert stopped.value.epoch_held == 2
    assert (report.status, report.epoch, report.claims) == ("ready", 2, 3)


async def test_an_old_or_repeated_epoch_opens_nothing(quota: QuotaRedis, pool_id: UUID) -> None:
    await open_pool(quota, pool_id, money(1_000), make_claim(1), epoch=7)
    for epoch, told in ((6, 7), (7, 8)):
        with pytest.raises(RebuildStopped) as stopped:
            await open_pool(quota, pool_id, money(1), epoch=epoch)
        assert stopped.value.epoch_held == told
    assert (await quota.report(pool_id)).claims == 1


async def test_a_lost_answer_to_begin_may_be_asked_again(quota: QuotaRedis, pool_id: UUID) -> None:
    assert await quota.begin(pool_id, 1, money(100)) == 1
    claim = make_claim(1)
    await quota.apply(pool_id, claim)
    assert await quota.begin(pool_id, 1, money(100)) == 1
    assert await quota.finish(pool_id, 1, 0) == "ready"
    assert (await quota.apply(pool_id, claim)).state == "funded"


async def test_a_repeated_chunk_counts_once_and_a_missing_one_stops(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await quota.begin(pool_id, 1, money(100))
    assert await quota.load(pool_id, 1, 1, [make_claim(1)])
    assert await quota.load(pool_id, 1, 1, [make_claim(2)])
    assert not await quota.load(pool_id, 1, 3, [make_claim(3)])
    assert await quota.finish(pool_id, 1, 2) == "incomplete"
    assert await quota.finish(pool_id, 1, 1) == "ready"
    assert (await quota.report(pool_id)).claims == 1


async def test_another_epochs_rebuilder_loads_and_finishes_nothing(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await quota.begin(pool_id, 2, money(100))
    for epoch in (1, 3):
        assert not await quota.load(pool_id, epoch, 1, [make_claim(1)])
        assert await quota.finish(pool_id, epoch, 0) == "superseded"
    report = await quota.report(pool_id)
    assert (report.status, report.claims) == ("loading", 0)


async def test_a_chunk_that_comes_after_the_end_is_not_loaded(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    await open_pool(quota, pool_id, money(100), make_claim(1))
    await quota.load(pool_id, 1, 2, [make_claim(2)])
    assert (await quota.report(pool_id)).claims == 1
    assert await quota.finish(pool_id, 1, 1) == "ready"


async def test_a_flush_half_way_stops_the_rebuilder(quota: QuotaRedis, pool_id: UUID) -> None:
    rows = [make_claim(n) for n in range(10)]

    async def meanwhile() -> None:
        await quota.client.delete(*quota.keys.pool(pool_id))

    with pytest.raises(RebuildStopped):
        await rebuild_pool(
            quota,
            pool_id,
            epoch=1,
            limits=money(500),
            snapshot=interrupted(rows, 6, meanwhile),
            chunk_size=2,
        )
    assert (await quota.report(pool_id)).status == "missing"
    await open_pool(quota, pool_id, money(500), *rows, epoch=2)


async def test_an_older_copy_half_way_is_noticed(quota: QuotaRedis, pool_id: UUID) -> None:
    keys = quota.keys.pool(pool_id)
    await quota.begin(pool_id, 1, money(500))
    await quota.load(pool_id, 1, 1, [make_claim(1)])
    copies = {key: await quota.client.dump(key) for key in keys}
    await quota.load(pool_id, 1, 2, [make_claim(2)])
    for key, copy in copies.items():
        await quota.client.delete(key)
        if copy is not None:
            await quota.client.restore(key, 0, copy)
    assert await quota.finish(pool_id, 1, 2) == "incomplete"


async def test_limits_that_change_while_loading_count(quota: QuotaRedis, pool_id: UUID) -> None:
    rows = [make_claim(n) for n in range(4)]

    async def meanwhile() -> None:
        assert await quota.resize(pool_id, replace(money(200), version=2)) == "loading"

    await rebuild_pool(
        quota, pool_id, epoch=1, limits=money(400), snapshot=interrupted(rows, 2, meanwhile)
    )
    figures = await quota.figures(pool_id)
    assert figures is not None
    assert (figures.budget_fen, figures.funded, figures.waiting) == (200, 2, 2)


async def test_a_tombstone_in_the_snapshot_keeps_a_late_call_out(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    claim = make_claim(1)
    await open_pool(quota, pool_id, money(100), changed(claim, live=False))
    assert (await quota.apply(pool_id, claim)).state == "none"
