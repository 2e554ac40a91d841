"""One pool in trouble holds up no other, and one whose edition is over is looked after to its end."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from models.rules.line.ranking import RankedClaim, RankingReport, Standing
from server.clock import Clock
from server.features.quota.check import SumsWatch
from server.features.quota.ranking import Ranker
from server.features.quota.ranking_log import record_movements
from server.features.quota.rebuild import rebuild_differing
from server.features.quota.reconcile import reconcile
from storage.errors import StoreUnavailable
from storage.postgres.money.claims import list_unranked
from storage.postgres.ranking.log import list_recorded_pools
from storage.redis.quota import QuotaRedis
from tests.features.quota.ranked import CLAIMS, Line, make_line
from tests.world.application import World

Lines = tuple[Line, Line]


@dataclass(frozen=True, slots=True)
class SilentFor(QuotaRedis):
    """A Cluster of which the node that serves one pool gives no answer."""

    pool_id: UUID | None = None
    applied: Counter[UUID] = field(default_factory=Counter)

    async def report(self, pool_id: UUID) -> RankingReport:
        if pool_id == self.pool_id:
            raise StoreUnavailable("redis", "this node only")
        return await QuotaRedis.report(self, pool_id)

    async def apply(self, pool_id: UUID, claim: RankedClaim) -> Standing:
        if pool_id == self.pool_id:
            raise StoreUnavailable("redis", "this node only")
        self.applied[pool_id] += 1
        return await QuotaRedis.apply(self, pool_id, claim)


def silent_for(line: Line | None, world: World) -> SilentFor:
    quota = world.ports.quota
    return SilentFor(quota.client, quota.keys, pool_id=line.pool_id if line else None)


def later(world: World) -> Clock:
    """When what was not ranked at once is the reconciler's."""
    return Clock(lambda: world.ports.clock.now() + timedelta(minutes=1))


@pytest_asyncio.fixture(loop_scope="session")
async def lines(world: World) -> Lines:
    return await make_line(world), await make_line(world)


async def lost(line: Line) -> None:
    await line.quota.client.delete(*line.quota.keys.pool(line.pool_id))


@pytest.mark.parametrize("silent", [0, 1])
async def test_a_silent_node_holds_up_no_rebuild(world: World, lines: Lines, silent: int) -> None:
    for line in lines:
        await lost(line)
    quota, pools = silent_for(lines[silent], world), [line.pool_id for line in lines]
    with pytest.raises(StoreUnavailable):
        await rebuild_differing(world.settings.postgres_dsn, quota=quota, pools=pools)
    assert await lines[1 - silent].is_right()
    assert not await lines[silent].is_right()
    await lines[silent].repair()


@pytest.mark.parametrize("silent", [0, 1])
async def test_a_silent_node_holds_up_no_recorder(world: World, lines: Lines, silent: int) -> None:
    for line in lines:
        await line.end(0)
    with pytest.raises(StoreUnavailable):
        await record_movements(quota=silent_for(lines[silent], world), clock=world.ports.clock)
    states = [(await line.rows())[0]["state"] for line in lines]
    assert states[1 - silent] == "none"
    assert states[silent] == "funded"
    await lines[silent].record()


@pytest.mark.parametrize("silent", [0, 1])
async def test_a_silent_node_holds_up_no_check(world: World, lines: Lines, silent: int) -> None:
    for line in lines:
        await line.end(0, told=False)
        await world.fetch(
            "UPDATE claims SET ranked_version = version WHERE pool_id = $1", line.pool_id
        )
    quota, watch = silent_for(lines[silent], world), SumsWatch()
    pools = [line.pool_id for line in lines]
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            await watch.check(quota=quota, pools=pools)
    assert "lost" in await lines[1 - silent].differences()
    assert "lost" not in await lines[silent].differences()
    for line in lines:
        await line.set_pool("ranked_run_id = NULL")
        await line.repair()


@pytest.mark.parametrize("silent", [0, 1])
async def test_a_silent_node_holds_up_no_reconciler(
    world: World, lines: Lines, silent: int
) -> None:
    for line in lines:
        await line.end(0, told=False)
    quota, pools = silent_for(lines[silent], world), [line.pool_id for line in lines]
    with pytest.raises(StoreUnavailable):
        await reconcile(
            ranker=Ranker(quota, world.ports.ranker.marks), clock=later(world), pools=pools
        )
    assert await lines[1 - silent].is_right()
    assert not await lines[silent].is_right()


async def test_a_pool_that_takes_nothing_stands_before_no_other(world: World, lines: Lines) -> None:
    """As many wait for it as are ranked in one round, and longer than those of the other."""
    stuck, other = lines
    await lost(stuck)
    await world.fetch(
        "UPDATE claims SET version = version + 1, touched_at = now() - interval '1 day'"
        " WHERE pool_id = $1",
        stuck.pool_id,
    )
    await other.end(0, told=False)
    clock, pools = later(world), [line.pool_id for line in lines]
    found = await list_unranked(clock.now(), pools=pools, most=2)
    assert {pool: len(claims) for pool, claims in found.items()} == {
        stuck.pool_id: 2,
        other.pool_id: 1,
    }
    quota = silent_for(None, world)
    done = await reconcile(ranker=Ranker(quota, world.ports.ranker.marks), clock=clock, pools=pools)
    assert done == 1
    assert quota.applied == {stuck.pool_id: 1, other.pool_id: 1}
    assert await other.is_right()
    await stuck.repair()


async def closed(line: Line, *, told: bool) -> None:
    await line.world.fetch("UPDATE editions SET closed_at = now() WHERE code = $1", line.edition)
    for place in range(CLAIMS):
        await line.end(place, told=told)


async def is_recorded(line: Line) -> bool:
    return line.pool_id in [pool.id for pool in await list_recorded_pools()]


async def test_the_last_end_in_a_closed_edition_is_written_down(line: Line) -> None:

    await closed(line, told=True)
    await line.world.fetch(
        "UPDATE claims SET ranked_version = version WHERE pool_id = $1", line.pool_id
    )
    await line.record()
    assert {row["state"] for row in await line.rows()} == {"none"}
    assert not await is_recorded(line)
    await lost(line)
    (pool,) = (await line.world.anyone.get(f"/programmes/{line.edition}/quota")).ok()["pools"]
    assert (pool["stale"], pool["funded"], pool["waiting"]) == (True, 0, 0)


async def test_ends_that_no_ranking_heard_of_are_ranked_in_a_closed_edition(
    line: Line,
) -> None:
    """Redis was lost meanwhile: nothing but a rebuild lets it hear of them."""

    await closed(line, told=False)
    await lost(line)
    assert await line.repair() == [line.pool_id]
    ports = line.world.ports
    await reconcile(
        ranker=Ranker(line.quota, ports.ranker.marks), clock=later(line.world), pools=[line.pool_id]
    )
    assert await list_unranked(later(line.world).now(), pools=[line.pool_id]) == {}
    await line.record()
    assert not await is_recorded(line)


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> Line:
    return await make_line(world)
