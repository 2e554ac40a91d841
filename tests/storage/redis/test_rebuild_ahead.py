"""While one chunk is being loaded the next is read: a failure of either leaves nothing running."""

import asyncio
import gc
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from models.rules.line.ranking import RankedClaim
from storage.errors import StoreUnavailable
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import ATTEMPTS, RebuildStopped, rebuild_pool
from tests.storage.redis.claims import make_claim, money, snapshot


@pytest.fixture
async def reported() -> AsyncIterator[list[dict[str, Any]]]:
    """What the loop is told of failures that nobody looked at."""
    loop, found = asyncio.get_running_loop(), list[dict[str, Any]]()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda _, context: found.append(context))
    yield found
    loop.set_exception_handler(before)


async def test_a_snapshot_that_fails_leaves_no_load_running(
    quota: QuotaRedis, pool_id: UUID, reported: list[dict[str, Any]]
) -> None:
    async def failing() -> AsyncIterator[RankedClaim]:
        yield make_claim(1)
        yield make_claim(2)
        raise StoreUnavailable("postgres", "gone")

    running = asyncio.all_tasks()
    with pytest.raises(StoreUnavailable, match="gone"):
        await rebuild_pool(
            quota, pool_id, epoch=1, limits=money(100), snapshot=failing, chunk_size=1
        )
    assert asyncio.all_tasks() == running
    assert (await quota.report(pool_id)).status == "loading"
    gc.collect()
    assert reported == []


async def test_a_load_that_fails_beside_the_snapshot_is_not_reported_on_its_own(
    quota: QuotaRedis, pool_id: UUID, reported: list[dict[str, Any]]
) -> None:
    running = asyncio.all_tasks()

    async def overtaken_and_failing() -> AsyncIterator[RankedClaim]:
        await quota.begin(pool_id, 2, money(100))
        yield make_claim(1)
        await asyncio.wait(asyncio.all_tasks() - running)  # the load, which is refused
        raise StoreUnavailable("postgres", "gone")

    with pytest.raises(StoreUnavailable, match="gone"):
        await rebuild_pool(
            quota, pool_id, epoch=1, limits=money(100), snapshot=overtaken_and_failing, chunk_size=1
        )
    gc.collect()
    assert reported == []


async def test_a_refused_load_stops_the_rebuild_though_the_next_chunk_is_read(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    read = []

    async def overtaken() -> AsyncIterator[RankedClaim]:
        for number in range(9):
            if number == 2:
                await quota.begin(pool_id, 2, money(100))
            read.append(number)
            yield make_claim(number)

    with pytest.raises(RebuildStopped) as stopped:
        await rebuild_pool(
            quota, pool_id, epoch=1, limits=money(100), snapshot=overtaken, chunk_size=1
        )
    assert stopped.value.epoch_held == 2
    assert len(read) < 9


class Stalling(QuotaRedis):
    """Does what it is asked, but answers too late, the first `late` times."""

    late = 0

    async def load(self, *arguments: Any) -> bool:
        taken = await super().load(*arguments)
        if type(self).late:
            type(self).late -= 1
            raise StoreUnavailable("redis", "too late")
        return taken


@pytest.mark.parametrize("late", [1, 3])
async def test_a_chunk_that_was_answered_too_late_is_sent_again(
    quota: QuotaRedis, pool_id: UUID, monkeypatch: pytest.MonkeyPatch, late: int
) -> None:
    monkeypatch.setattr(Stalling, "late", late)
    stalling = Stalling(quota.client, quota.keys)
    rows = [make_claim(number) for number in range(6)]
    loaded = await rebuild_pool(
        stalling,
        pool_id,
        epoch=1,
        limits=money(100),
        snapshot=lambda: snapshot(rows),
        chunk_size=2,
    )
    report = await quota.report(pool_id)
    assert (loaded, report.claims, report.status) == (6, 6, "ready")


async def test_a_redis_that_stays_silent_fails_the_rebuild(
    quota: QuotaRedis, pool_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stalling, "late", ATTEMPTS)
    stalling = Stalling(quota.client, quota.keys)
    with pytest.raises(StoreUnavailable, match="too late"):
        await rebuild_pool(
            stalling,
            pool_id,
            epoch=1,
            limits=money(100),
            snapshot=lambda: snapshot([make_claim(1)]),
        )
