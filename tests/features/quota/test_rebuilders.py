"""Rebuilders that sleep, race, or lose Redis half-way: the ranking ends as the rows say."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest
import pytest_asyncio

from models.rules.line.ranking import RankedClaim
from server.cli.quota import rebuild_pools
from server.features.quota.check import SumsWatch
from server.features.quota.pools_to_rank import list_pools_of
from server.features.quota.rebuild import rebuild, rebuild_differing
from storage.postgres.ranking.rebuilding import is_being_rebuilt
from storage.redis.quota import QuotaRedis
from tests.features.quota.ranked import Line, make_line
from tests.world.application import World


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> Line:
    return await make_line(world)


@dataclass(frozen=True)
class Slow(QuotaRedis):
    """A rebuilder's own way to Redis: it sleeps before each load until it is woken."""

    asleep: asyncio.Event = field(default_factory=asyncio.Event)
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    async def load(
        self, pool_id: UUID, epoch: int, chunk: int, claims: Sequence[RankedClaim]
    ) -> bool:
        self.asleep.set()
        await self.awake.wait()
        return await super().load(pool_id, epoch, chunk, claims)


async def started(line: Line, quota: QuotaRedis) -> int | None:
    """A rebuild by the worker's own function; how many claims it loaded, None if overtaken."""
    report = await quota.report(line.pool_id)
    dsn = line.world.settings.postgres_dsn
    return await rebuild(dsn, line.pool_id, at_least=report.epoch + 1, quota=quota)


@asynccontextmanager
async def sleeping(line: Line) -> AsyncIterator[Callable[[], Awaitable[int | None]]]:
    """A rebuilder that fell asleep before its first load; call what is given to wake it."""
    slow = Slow(line.quota.client, line.quota.keys)
    task = asyncio.create_task(started(line, slow))
    await asyncio.wait_for(slow.asleep.wait(), 30)

    async def wake() -> int | None:
        slow.awake.set()
        return await asyncio.wait_for(task, 30)

    yield wake
    await wake()


async def overtake(line: Line) -> list[UUID]:
    """The leading worker, out of patience with a silent rebuilder."""
    dsn, pools = line.world.settings.postgres_dsn, [line.pool_id]
    return await rebuild_differing(dsn, quota=line.quota, pools=pools, patience_seconds=0)


async def forget_tombstones(line: Line) -> None:
    await line.world.fetch(
        "UPDATE claims SET touched_at = touched_at - interval '2 hours' WHERE pool_id = $1",
        line.pool_id,
    )


async def test_one_that_wakes_up_late_changes_nothing(line: Line) -> None:
    stale = await line.claim(0)
    async with sleeping(line) as wake:
        assert (await line.quota.report(line.pool_id)).status == "loading"
        await line.end(0)
        await forget_tombstones(line)
        assert await overtake(line) == [line.pool_id]
        assert await line.is_right()
        epoch = (await line.pool())["epoch"]
        assert await wake() is None
    assert await line.is_right()
    assert (await line.quota.report(line.pool_id)).epoch == (await line.pool())["epoch"] == epoch
    assert await line.repair() == []
    # The control: what the sleeper carried would have brought the ended claim back.
    assert await line.quota.load(line.pool_id, epoch - 1, 1, [stale]) is False
    await line.quota.apply(line.pool_id, stale)
    assert not await line.is_right()


async def test_one_that_lives_is_left_to_its_work(line: Line) -> None:
    async with sleeping(line) as wake:
        assert await is_being_rebuilt(line.pool_id)
        assert await line.repair() == []
        await line.end(1)
        assert (await wake() or 0) > 0
    assert not await is_being_rebuilt(line.pool_id)
    assert await line.is_right()
    assert await line.repair() == []
    assert await line.differences() == {}


async def test_one_that_died_is_followed_at_once(line: Line) -> None:
    slow = Slow(line.quota.client, line.quota.keys)
    task = asyncio.create_task(started(line, slow))
    await asyncio.wait_for(slow.asleep.wait(), 30)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert not await line.is_right()
    assert await line.repair() == [line.pool_id]
    assert await line.is_right()
    assert await line.differences() == {"unfinished": 1}


async def test_many_at_once_leave_one_whole_ranking(line: Line) -> None:
    await line.end(2)
    loaded = await asyncio.gather(*(started(line, line.quota) for _ in range(6)))
    assert max(one or 0 for one in loaded) > 0, "the highest epoch always gets through"
    assert await line.is_right()
    assert (await line.quota.report(line.pool_id)).epoch == (await line.pool())["epoch"]
    assert await line.repair() == []


async def test_a_redis_that_was_lost_half_way_is_begun_anew(line: Line) -> None:
    async with sleeping(line) as wake:
        await line.quota.client.delete(*line.quota.keys.pool(line.pool_id))
        assert await wake() is None
    assert (await line.quota.report(line.pool_id)).status == "missing"
    assert await line.repair() == [line.pool_id]
    assert await line.is_right()
    assert await line.differences() == {"missing": 1}


async def test_a_copy_from_before_the_load_that_came_back_is_noticed(line: Line) -> None:
    await line.quota.client.delete(*line.quota.keys.pool(line.pool_id))
    async with sleeping(line) as wake:
        empty = await line.copy()
        await line.end(0)
        await line.fall_back(empty)
        assert (await wake() or 0) > 0
    # The withdrawal was confirmed, then its call was lost with what was there; the load, begun
    # before it, holds the claim.
    await line.world.fetch(
        "UPDATE claims SET ranked_version = version WHERE pool_id = $1", line.pool_id
    )
    watch = SumsWatch()
    assert await watch.check(quota=line.quota, pools=[line.pool_id]) == []
    assert await line.repair() == []
    assert not await line.is_right()
    assert await watch.check(quota=line.quota, pools=[line.pool_id]) == [line.pool_id]
    assert await line.repair() == [line.pool_id]
    assert await line.is_right()
    assert await line.differences() == {"lost": 1}


async def test_an_epoch_that_another_raised_stops_the_load(line: Line) -> None:
    async with sleeping(line) as wake:
        await line.set_pool("epoch = epoch + 5")
        pool = await line.pool()
        other = await line.quota.report(line.pool_id)
        assert other.epoch == pool["epoch"] - 5
        assert await overtake(line) == [line.pool_id]
        assert await wake() is None
    assert (await line.pool())["epoch"] == pool["epoch"] + 1
    assert await line.is_right()


async def test_claims_that_arrive_meanwhile_are_in_it(line: Line) -> None:
    async with sleeping(line) as wake:
        ended = [await line.end(place) for place in (0, 3)]
        assert set((await line.held()).values()) == {None}, "nothing is guessed"
        await wake()
    assert await line.is_right()
    standings = await line.quota.standings(line.pool_id, [one.claim_id for one in ended])
    assert [one.state if one else None for one in standings] == ["none", "none"]


async def test_an_operator_is_told_whether_another_rebuilder_was_faster(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    dsn, slow = line.world.settings.postgres_dsn, Slow(line.quota.client, line.quota.keys)
    pools = [pool for pool in await list_pools_of(line.edition) if pool.id == line.pool_id]
    task = asyncio.create_task(rebuild_pools(dsn, pools, quota=slow))
    await asyncio.wait_for(slow.asleep.wait(), 30)
    await overtake(line)
    slow.awake.set()
    await asyncio.wait_for(task, 30)
    said = capsys.readouterr().out
    assert "overtook" in said
    assert "Rebuilt" not in said
    await rebuild_pools(dsn, pools, quota=line.quota)
    assert "Rebuilt, claims: 5" in capsys.readouterr().out
    assert await line.is_right()
