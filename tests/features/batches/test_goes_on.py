"""Killed, run by two workers, without its stores: a batch does nothing twice and loses nothing."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from server.clock import Clock
from server.features.batches import check_row, check_rows, import_row, row_at_hand, run
from server.features.batches.batch_at_hand import live_batches
from server.features.batches.run import BatchRunner
from server.features.quota.reconcile import reconcile
from storage.errors import StoreUnavailable
from storage.postgres import batches
from storage.postgres.batches import RowDecision
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import STALE_AFTER
from storage.redis.quota import QuotaRedis
from tests.features.editions.closing import close
from tests.world.application import World
from tests.world.batch_restarts import Killed, filed_once, restarted_until_done
from tests.world.client_batches import office, worked_off
from tests.world.row_locks import until_blocked_by


class Killer:
    """Ends the process before and after each decision of a row, once for each."""

    def __init__(self) -> None:
        self.ended: set[tuple[Any, ...]] = set()

    async def decide_row(self, tx: Tx, decision: RowDecision) -> bool:
        self._kill("before", decision)
        done = await batches.decide_row(tx, decision)
        self._kill("after", decision)
        return done

    def _kill(self, when: str, decision: RowDecision) -> None:
        point = (when, decision.row_id, decision.was)
        if point not in self.ended:
            self.ended.add(point)
            raise Killed


@pytest.fixture
def killer(monkeypatch: pytest.MonkeyPatch) -> Killer:
    found = Killer()
    for module in (check_row, import_row):
        monkeypatch.setattr(module, "decide_row", found.decide_row)
    return found


@pytest.mark.parametrize("mode", ["valid_rows", "all_or_nothing"])
async def test_killed_at_every_row_it_comes_to_the_same_end(
    world: World, killer: Killer, mode: str
) -> None:
    at = await office(world)
    rows = at.row(), at.row()
    batch = (await at.hand_in(*rows, mode=mode)).ok(202)
    await restarted_until_done(at)
    assert len(killer.ended) == 8
    done = await at.shown(batch)
    assert (done["status"], done["accepted"], done["rejected"]) == ("done", 2, 0)
    await filed_once(at, *(row.uscc for row in rows))


class Meeting:
    """Each row is decided once both workers are at it, or the other waits for the first."""

    def __init__(self, world: World) -> None:
        self._world, self._both = world, dict[UUID, asyncio.Event]()

    async def decide_row(self, tx: Tx, decision: RowDecision) -> bool:
        if decision.row_id in self._both:
            self._both[decision.row_id].set()
        else:
            both = self._both[decision.row_id] = asyncio.Event()
            ways = (both.wait(), until_blocked_by(self._world, tx.raw))
            tasks = [asyncio.ensure_future(way) for way in ways]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
        return await batches.decide_row(tx, decision)


async def _worked_off_by_two(world: World) -> None:
    workers = BatchRunner(world.ports), BatchRunner(world.ports)
    while await live_batches():
        await asyncio.gather(*(worker.round() for worker in workers))


async def test_two_workers_at_one_batch_file_each_row_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)
    meeting = Meeting(world)
    for module in (check_row, import_row):
        monkeypatch.setattr(module, "decide_row", meeting.decide_row)
    rows = [at.row() for _ in range(4)]
    batch = (await at.hand_in(*rows)).ok(202)
    await _worked_off_by_two(world)
    assert (await at.shown(batch))["accepted"] == 4
    await filed_once(at, *(row.uscc for row in rows))


async def test_two_platforms_with_one_firm_at_the_same_moment(world: World) -> None:
    first = await office(world)
    second = await office(world, platform=1, edition=first.edition)
    shared = first.row()
    fee = second.row().cells
    same = second.row(
        uscc=shared.uscc,
        enterprise_name=shared.cells["enterprise_name"],
        fee_yuan=fee["fee_yuan"],
        paid_yuan=fee["paid_yuan"],
    )
    batches_made = [
        (first, (await first.hand_in(shared)).ok(202)),
        (second, (await second.hand_in(same)).ok(202)),
    ]
    await _worked_off_by_two(world)
    results = [(await at.results(batch))[0] for at, batch in batches_made]
    assert sorted(result["result"] for result in results) == ["accepted", "rejected"]
    (lost,) = [result for result in results if result["result"] == "rejected"]
    (won,) = await world.fetch(
        "SELECT a.number FROM applications a JOIN enterprises e ON e.id = a.enterprise_id"
        " WHERE e.uscc = $1",
        shared.uscc,
    )
    assert any(won["number"] in error["message"] for error in lost["errors"]), lost


@pytest.fixture
def store_away(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing can be stored while the list is not empty."""
    away: list[str] = ["away"]
    put = type(world.ports.bucket).put

    async def refused(*values: Any, **named: Any) -> None:
        if away:
            raise StoreUnavailable("files", "away")
        await put(*values, **named)

    monkeypatch.setattr(type(world.ports.bucket), "put", refused)
    return away


async def test_while_the_store_is_away_it_waits_and_then_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    at = await office(world)
    batch = (await at.hand_in(at.row())).ok(202)
    away: list[str] = request.getfixturevalue("store_away")
    runner = BatchRunner(world.ports)
    await runner.round()
    for _ in range(run.MOST_TRIES + 1):
        with pytest.raises(StoreUnavailable):
            await runner.round()
    assert (await at.shown(batch))["status"] == "checking"
    away.clear()
    await worked_off(world)
    assert (await at.shown(batch))["accepted"] == 1


async def test_after_the_close_no_more_papers_are_opened(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)
    batch = (await at.hand_in(at.row())).ok(202)
    await BatchRunner(world.ports).round()
    await close(world, at.edition)

    async def opened(*_: Any) -> None:
        raise AssertionError("a paper was opened")

    monkeypatch.setattr(world.ports.examiner, "examine", opened)
    await worked_off(world)
    (late,) = await at.results(batch, result="rejected")
    assert [error["code"] for error in late["errors"]] == ["window_closed"]


async def test_while_a_row_is_tried_out_the_papers_of_the_next_are_opened_but_for_after_a_kill(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)
    await at.hand_in(*(at.row() for _ in range(3)))
    look, begun = check_rows.look_at_row, list[UUID]()

    def counted(row_id: UUID, *rest: Any) -> Any:
        begun.append(row_id)
        return look(row_id, *rest)

    async def ends(*_: Any) -> bool:
        raise Killed

    monkeypatch.setattr(check_rows, "look_at_row", counted)
    with monkeypatch.context() as patched:
        patched.setattr(check_row, "decide_row", ends)
        runner = BatchRunner(world.ports)
        await runner.round()
        for rows_begun in (2, 1):
            with pytest.raises(Killed):
                await runner.round()
            assert len(begun) == rows_begun
            begun.clear()
    await worked_off(world)


async def test_without_redis_rows_are_filed_and_ranked_once_it_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)

    asked: list[object] = []

    async def silent(*of_claim: Any) -> None:
        asked.append(of_claim)
        raise StoreUnavailable("redis", "away")

    with monkeypatch.context() as away:
        away.setattr(QuotaRedis, "apply", silent)
        batch = await at.handed_in(at.row(), at.row())
    assert (batch["status"], batch["accepted"]) == ("done", 2)
    assert len(asked) == 1, "once a round: each time takes a second"
    _, row = await at.results(batch)
    path = f"/platform/applications/{row['application_id']}"
    assert (await at.person.get(path)).ok()["queue"]["state"] == "pending"
    later = Clock(lambda: world.ports.clock.now() + STALE_AFTER)
    await reconcile(ranker=world.ports.ranker, clock=later)
    assert (await at.person.get(path)).ok()["queue"]["state"] == "funded"


async def test_rows_whose_turn_comes_after_the_edition_was_closed_are_refused_as_a_firm_would_be(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)
    monkeypatch.setattr(row_at_hand, "AT_ONCE", 1)
    batch = (await at.hand_in(*(at.row() for _ in range(3)))).ok(202)
    runner = BatchRunner(world.ports)
    while not (await at.shown(batch))["accepted"]:
        await runner.round()
    await close(world, at.edition)
    await worked_off(world)
    done = await at.shown(batch)
    assert (done["status"], done["accepted"], done["rejected"]) == ("done", 1, 2)
    for late in await at.results(batch, result="rejected"):
        (error,) = late["errors"]
        assert error["code"] == "window_closed"
        assert "申报时间为" in error["message"]
