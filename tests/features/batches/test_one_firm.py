"""Two batches of one platform with one firm under one contract: it is in once, the other row says so."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from models.tables.enterprises import Enterprise
from server.features.batches import file_row, firm_of_row
from server.features.batches.batch_at_hand import BatchAtHand, live_batches
from server.features.batches.desk import desk_of
from server.features.batches.import_row import Importing, import_row
from server.features.batches.row_at_hand import next_rows
from server.features.batches.run import BatchRunner
from server.features.batches.telling import RoundRanking
from storage.postgres.core.transaction import Tx
from tests.world.application import World
from tests.world.client_batches import ClientRow, Office, office, worked_off


class Together:
    """Lets nobody on before both are there, once."""

    def __init__(self) -> None:
        self.barrier, self.calls = asyncio.Barrier(2), 0

    def before(self, act: Callable[..., Any]) -> Callable[..., Any]:
        async def met(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls <= self.barrier.parties:
                await self.barrier.wait()
            return await act(*given, **named)

        return met


async def _ready(at: Office, *rows: ClientRow) -> list[BatchAtHand]:
    """A batch for each, checked and about to be imported."""
    for row in rows:
        (await at.hand_in(row)).ok(202)
    runner = BatchRunner(at.world.ports)
    while {batch.state for batch in await live_batches()} != {"importing"}:
        await runner.round()
    return await live_batches()


async def _imported_at_once(at: Office, batches: list[BatchAtHand]) -> list[str]:
    """What became of the one row of each."""

    async def run(batch: BatchAtHand) -> None:
        assert batch.table is not None
        desk = await desk_of(batch, at.world.ports)
        importing = Importing(
            batch.id, batch.table.places, desk, RoundRanking(at.world.ports.ranker)
        )
        (row_id,) = await next_rows(batch.id, "ready")
        await import_row(row_id, importing)

    await asyncio.gather(*(run(batch) for batch in batches))
    rows = [await at.results({"id": str(batch.id)}) for batch in batches]
    return sorted(row["result"] for (row,) in rows)


async def _known_firm(at: Office, world: World) -> ClientRow:
    """A row of a firm whose row is there already, to be held."""
    own = await (await world.sme()).enterprise()
    return at.row(uscc=own["uscc"], enterprise_name=own["name"])


async def test_the_second_is_skipped_and_names_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = await office(world)
    row = await _known_firm(at, world)
    batches = await _ready(at, row, row.but(employees="43"))
    with monkeypatch.context() as patched:
        met = Together().before(firm_of_row.firm_of_row)
        patched.setattr(file_row, "firm_of_row", met)
        assert await _imported_at_once(at, batches) == ["accepted", "skipped"]
    await worked_off(world)
    (filed,) = await world.fetch(
        "SELECT count(*) AS n FROM applications a JOIN enterprises e ON e.id = a.enterprise_id"
        " WHERE e.uscc = $1",
        row.uscc,
    )
    assert filed["n"] == 1


async def test_without_the_firms_lock_both_are_filed_up_to_the_last_guard(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the row is held: neither sees the other, and only the slots refuse the second."""
    at = await office(world)
    row = await _known_firm(at, world)
    batches = await _ready(at, row, row.but(employees="43"))

    async def unheld(tx: Tx, uscc: str) -> Enterprise | None:
        return await Enterprise.get_or_none(uscc=uscc, using_db=tx.connection)

    async def undeclared(*_: Any, **__: Any) -> None:
        """Writing the contact would hold the row as well."""

    with monkeypatch.context() as patched:
        patched.setattr(firm_of_row, "_held", unheld)
        patched.setattr(firm_of_row, "_declare", undeclared)
        met = Together().before(file_row.begin_filed)
        patched.setattr(file_row, "begin_filed", met)
        assert await _imported_at_once(at, batches) == ["accepted", "rejected"]
    await worked_off(world)
