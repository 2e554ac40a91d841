"""The recorder writes every step once and in order, and what comes late changes nothing."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
import pytest_asyncio

from models.rules.line.ranking import PoolLimits
from server.features.quota.ranking_log import record_movements
from storage.postgres.ranking.log import Overtaken, RecordedState, record_some, record_states
from storage.redis.movements import Revision, list_movements, resume_movements
from storage.redis.quota import QuotaRedis
from tests.features.quota.ranked import Line, make_line
from tests.world.application import World


@pytest_asyncio.fixture(loop_scope="session")
async def line(world: World) -> Line:
    return await make_line(world)


async def log_of(line: Line, place: int) -> list[Any]:
    """What was logged of the claim at that place, oldest first."""
    claim = await line.claim(place)
    return await line.world.fetch(
        "SELECT state, granted_fen, epoch, revision, at FROM claim_log WHERE claim_id = $1"
        " ORDER BY id",
        claim.claim_id,
    )


async def resize(line: Line, budget_fen: int) -> None:
    """The budget is changed in both stores, as the authority's act does it."""
    await line.set_pool(f"version = version + 1, budget_fen = {budget_fen}")
    version = (await line.pool())["version"]
    await line.quota.resize(line.pool_id, PoolLimits(version, budget_fen, None))


async def recorded_states(line: Line) -> dict[Any, str]:
    return {row["id"]: row["state"] for row in await line.rows() if row["live"]}


async def position(line: Line) -> Revision:
    pool = await line.pool()
    return Revision(pool["recorded_epoch"], pool["recorded_revision"])


async def test_each_step_is_logged_once_in_order(line: Line) -> None:
    await resize(line, 800_000)
    await resize(line, 1_200_000)
    await line.record()
    await line.record()
    steps = [(row["state"], row["granted_fen"]) for row in await log_of(line, 2)]
    assert steps == [("funded", 400_000), ("waiting", 0), ("funded", 400_000)]
    assert [row["state"] for row in await log_of(line, 4)] == ["waiting"]
    assert await recorded_states(line) == await line.expected()


async def test_after_a_rebuild_revisions_begin_anew_and_the_order_holds(line: Line) -> None:
    for _ in range(3):
        await resize(line, 800_000)
        await resize(line, 1_200_000)
    await line.record()
    before = await position(line)
    await line.set_pool("ranked_run_id = NULL")
    await line.repair()
    await resize(line, 800_000)
    await line.record()
    after = await position(line)
    assert (after.epoch, after.number) > (before.epoch, 0)
    assert after.number < before.number
    log = await log_of(line, 2)
    revisions = [Revision(row["epoch"], row["revision"]) for row in log]
    assert revisions == sorted(revisions)
    assert len({one.epoch for one in revisions}) == 2
    assert [row["at"] for row in log] == sorted(row["at"] for row in log)
    states = [row["state"] for row in log]
    assert all(one != other for one, other in pairwise(states))
    assert await recorded_states(line) == await line.expected()


@dataclass(frozen=True)
class LateReader:
    """A recorder's own way to Redis: having read the stream, it sleeps until it is woken."""

    client: Any
    asleep: asyncio.Event = field(default_factory=asyncio.Event)
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    async def xrange(self, *arguments: Any, **options: Any) -> Any:
        found = await self.client.xrange(*arguments, **options)
        if found:
            self.asleep.set()
            await self.awake.wait()
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)


async def test_a_second_recorder_that_wakes_up_late_overwrites_nothing(line: Line) -> None:
    await resize(line, 800_000)
    reader = LateReader(line.quota.client)
    late = QuotaRedis(reader, line.quota.keys)  # type: ignore[arg-type]  # it passes all else on
    clock = line.world.ports.clock
    task = asyncio.create_task(record_movements(quota=late, clock=clock))
    await asyncio.wait_for(reader.asleep.wait(), 30)
    await resize(line, 1_200_000)
    await line.record()
    newest, known = await position(line), await recorded_states(line)
    assert known == await line.expected()
    logged = len(await log_of(line, 2))

    reader.awake.set()
    await asyncio.wait_for(task, 30)

    assert await position(line) == newest
    assert await recorded_states(line) == known
    assert len(await log_of(line, 2)) == logged
    assert await line.differences() == {}
    # The control: the same states under the newest revision would have been taken.
    stale = await line.claim(2)
    state = RecordedState(stale.claim_id, "waiting", 0, newest.number)
    await record_some(line.pool_id, [state], newest.epoch, at=clock.now())
    assert await recorded_states(line) != known


async def test_an_older_position_is_refused_with_all_that_came_with_it(line: Line) -> None:
    now = await position(line)
    claim = await line.claim(0)
    states = [RecordedState(claim.claim_id, "waiting", 0, now.number + 50)]
    for older in (Revision(now.epoch, now.number - 1), Revision(now.epoch - 1, now.number + 50)):
        with pytest.raises(Overtaken):
            await record_states(line.pool_id, states, older, at=line.world.clock.now())
    assert await position(line) == now
    assert await recorded_states(line) == await line.expected()


async def test_a_stream_that_was_too_long_is_made_good_by_the_whole_pool(line: Line) -> None:
    await line.set_pool("ranked_run_id = NULL")
    short = QuotaRedis(line.quota.client, line.quota.keys, stream_most=2)
    await line.repair(short)
    await line.record()
    await resize(line, 400_000)
    await resize(line, 2_000_000)
    assert (await line.quota.report(line.pool_id)).gap
    assert await recorded_states(line) != await line.expected()
    await line.record()
    assert await recorded_states(line) == await line.expected()
    assert await line.differences() == {"gap": 1}
    assert await line.repair() == [], "nothing was wrong with the ranking"


async def lost_stream(line: Line) -> None:
    await line.quota.client.delete(line.quota.keys.stream(line.pool_id))


async def lost_beginning(line: Line) -> None:
    """What a database shows that was restored to before the recorder wrote this down."""
    oldest, *_ = await list_movements(line.quota, line.pool_id)
    await line.quota.client.xdel(line.quota.keys.stream(line.pool_id), str(oldest.revision))


async def died_between(line: Line) -> None:
    """A recorder closed a gap, and died before it had compared the pool."""
    await resume_movements(line.quota, line.pool_id)


@pytest.mark.parametrize("loss", [lost_stream, lost_beginning, died_between])
async def test_changes_that_nobody_wrote_down_are_missed(line: Line, loss: Any) -> None:
    await resize(line, 400_000)
    await loss(line)
    known = await recorded_states(line)
    assert await line.repair() == [], "the ranking itself is right"
    await line.record()
    assert await recorded_states(line) == known != await line.expected()
    assert await line.differences() == {"gap": 1}

    assert await line.repair() == [line.pool_id]
    await line.record()

    assert await recorded_states(line) == await line.expected()
    await line.record()
    assert await line.differences() == {"gap": 1}


async def test_nothing_is_written_down_of_a_ranking_that_is_not_the_databases(
    line: Line,
) -> None:
    """In the second before it is noticed: the states are of another history."""
    known = await recorded_states(line)
    await resize(line, 400_000)
    for wrong in ("ranked_run_id = 'another'", "ranked_run_id = NULL", "epoch = epoch + 1"):
        kept = await line.pool()
        await line.set_pool(wrong)
        await line.record()
        assert await recorded_states(line) == known
        await line.set_pool(f"ranked_run_id = '{kept['ranked_run_id']}', epoch = {kept['epoch']}")
    await line.record()
    assert await recorded_states(line) == await line.expected() != known


async def test_a_claim_that_ended_and_that_no_ranking_knows_any_more(line: Line) -> None:
    ended = await line.end(0, told=False)
    await line.world.fetch(
        "UPDATE claims SET touched_at = touched_at - interval '2 hours' WHERE id = $1",
        ended.claim_id,
    )
    await line.set_pool("ranked_run_id = NULL")
    await line.repair()
    assert await line.quota.standing(line.pool_id, ended.claim_id) is None
    await line.record()
    (row, *_) = await line.rows()
    assert (row["id"], row["state"]) == (ended.claim_id, "none")
    assert [one["state"] for one in await log_of(line, 0)] == ["funded", "none"]
