"""What ends the process, or never ends, is given up in the end: the row alone where that can be told."""

from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from server.features.batches import check_rows, interrupted, read_files, run
from server.features.batches.run import BatchRunner
from storage.files.child.ended import ReadingUnended
from tests.world.application import World
from tests.world.batch_restarts import Killed, filed_once, restarted_until_done
from tests.world.client_batches import office, worked_off


@pytest.mark.parametrize(("module", "act"), [(check_rows, "look_at_row"), (run, "import_row")])
async def test_a_row_that_ends_the_process_each_time_is_left_out_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, module: ModuleType, act: str
) -> None:
    at = await office(world)
    rows = [at.row() for _ in range(3)]
    batch = (await at.hand_in(*rows)).ok(202)
    acted, tried = getattr(module, act), list[UUID]()

    async def ends_at_the_third(row_id: UUID, *rest: Any) -> Any:
        (row,) = await world.fetch("SELECT number FROM batch_rows WHERE id = $1", row_id)
        if row["number"] == 3:
            tried.append(row_id)
            raise Killed
        return await acted(row_id, *rest)

    monkeypatch.setattr(module, act, ends_at_the_third)
    await restarted_until_done(at)
    done = await at.shown(batch)
    assert (done["status"], done["accepted"], done["rejected"]) == ("done", 2, 1)
    # The first time the row before it was decided in the same round.
    assert len(tried) == run.MOST_TRIES + 1
    (lost,) = await at.results(batch, result="rejected")
    assert (lost["row"], lost["errors"][0]["code"]) == (3, "interrupted")
    await filed_once(at, rows[0].uscc, rows[2].uscc)


@pytest.mark.parametrize(
    ("most_given_up", "ended"), [(5, ("done", "too_complex")), (0, ("failed", "stopped"))]
)
async def test_papers_whose_reading_never_ends_are_given_up_in_true_words(
    world: World, monkeypatch: pytest.MonkeyPatch, most_given_up: int, ended: tuple[str, str]
) -> None:
    """Where no row can be told to be at fault, the list is not blamed for it."""
    at = await office(world)
    batch = (await at.hand_in(at.row())).ok(202)
    runner = BatchRunner(world.ports)
    await runner.round()

    async def endless(*_: Any) -> None:
        raise ReadingUnended()

    monkeypatch.setattr(world.ports.examiner, "examine", endless)
    monkeypatch.setattr(interrupted, "MOST_GIVEN_UP", most_given_up)
    for _ in range(run.MOST_UNENDED - 1):
        with pytest.raises(ReadingUnended):
            await runner.round()
    await worked_off(world)
    shown = await at.shown(batch)
    assert (shown["status"], shown["problems"][0]["code"]) == ended


async def test_a_list_whose_reading_never_ends_is_given_up_in_true_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)
    batch = (await at.hand_in(at.row())).ok(202)

    async def endless(*_: Any) -> None:
        raise ReadingUnended()

    monkeypatch.setattr(read_files, "read_sheets", endless)
    for _ in range(run.MOST_UNENDED - 1):
        with pytest.raises(ReadingUnended):
            await BatchRunner(world.ports).round()
    await worked_off(world)
    stopped = await at.shown(batch)
    assert (stopped["status"], stopped["problems"][0]["code"]) == ("failed", "too_complex")


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
        await restarted_until_done(at)
    stopped = await at.shown(batch)
    assert (stopped["status"], stopped["problems"][0]["code"]) == ("failed", "stopped")
    (await at.person.post(f"/platform/batches/{batch['id']}/resume")).ok()
    await worked_off(world)
    done = await at.shown(batch)
    assert (done["status"], done["accepted"], done["problems"]) == ("done", 1, [])
