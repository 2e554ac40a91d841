"""While one chunk is being loaded the next is read: a failure of either leaves nothing running."""

import asyncio
import gc
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from models.rules.ranking import RankedClaim
from storage.errors import StoreUnavailable
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import RebuildStopped, rebuild_pool
from tests.storage.redis.claims import make_claim, money


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
