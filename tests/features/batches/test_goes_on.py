"""Killed, run by two workers, without its stores: a batch does nothing twice and loses nothing."""

import asyncio
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from server.features.batches import check_row, check_rows, import_row, interrupted, run
from server.features.batches.batch_at_hand import live_batches
from server.features.batches.run import BatchRunner
from storage.errors import StoreUnavailable
from storage.postgres import batches
from storage.postgres.batches import RowDecision
from storage.postgres.core.transaction import Tx
from tests.world.application import World
from tests.world.client_batches import Office, office, worked_off
from tests.world.row_locks import until_blocked_by

_FILED = """
SELECT e.uscc, count(*) AS applications,
       (SELECT count(*) FROM claims c JOIN applications x ON x.id = c.application_id
         WHERE x.enterprise_id = e.id) AS claims
  FROM enterprises e JOIN applications a ON a.enterprise_id = e.id
 WHERE a.edition_id = $1 GROUP BY e.id, e.uscc ORDER BY e.uscc
"""


class Killed(BaseException):
    """The process ends here; what was not committed is gone."""


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


async def _restarted_until_done(at: Office) -> None:
    while await live_batches():
        try:
            await BatchRunner(at.world.ports).round()
        except Killed:
            continue


async def _filed_once(at: Office, *codes: str) -> None:
    rows = await at.world.fetch(_FILED, at.edition)
    found = [(row["uscc"], row["applications"], row["claims"]) for row in rows]
    assert found == [(code, 1, 1) for code in sorted(codes)]


@pytest.mark.parametrize("mode", ["valid_rows", "all_or_nothing"])
async def test_killed_at_every_row_it_comes_to_the_same_end(
    world: World, killer: Killer, mode: str
) -> None:
    at = await office(world)
    rows = at.row(), at.row()
    batch = (await at.hand_in(*rows, mode=mode)).ok(202)
    await _restarted_until_done(at)
    assert len(killer.ended) == 8
    done = await at.shown(batch)
    assert (done["status"], done["accepted"], done["rejected"]) == ("done", 2, 0)
    await _filed_once(at, *(row.uscc for row in rows))


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
    await _filed_once(at, *(row.uscc for row in rows))


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


@pytest.mark.parametrize(("module", "act"), [(check_rows, "look_at_row"), (run, "import_row")])
async def test_a_row_that_ends_the_process_each_time_is_left_out_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, module: ModuleType, act: str
) -> None:
    at = await office(world)
    rows = [at.row() for _ in range(3)]
    batch = (await at.hand_in(*rows)).ok(202)
    acted, tried = getattr(module, act), list[UUID]()

    async def ends_at_the_second(row_id: UUID, *rest: Any) -> Any:
        (row,) = await world.fetch("SELECT number FROM batch_rows WHERE id = $1", row_id)
        if row["number"] == 3:
            tried.append(row_id)
            raise Killed
        return await acted(row_id, *rest)

    monkeypatch.setattr(module, act, ends_at_the_second)
    await _restarted_until_done(at)
    done = await at.shown(batch)
    assert (done["status"], done["accepted"], done["rejected"]) == ("done", 2, 1)
    # The first time the row before it was decided in the same round.
    assert len(tried) == run.MOST_TRIES + 1
    (lost,) = await at.results(batch, result="rejected")
    assert (lost["row"], lost["errors"][0]["code"]) == (3, "interrupted")
    await _filed_once(at, rows[0].uscc, rows[2].uscc)


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


async def test_where_every_row_ends_the_process_the_batch_stops(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)
    batch = (await at.hand_in(at.row())).ok(202)

    async def ends(*_: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(check_rows, "look_at_row", ends)
        patched.setattr(interrupted, "MOST_GIVEN_UP", 0)
        await _restarted_until_done(at)
    stopped = await at.shown(batch)
    assert (stopped["status"], stopped["problems"][0]["code"]) == ("failed", "stopped")
    (await at.person.post(f"/platform/batches/{batch['id']}/resume")).ok()
    await worked_off(world)
    done = await at.shown(batch)
    assert (done["status"], done["accepted"], done["problems"]) == ("done", 1, [])
