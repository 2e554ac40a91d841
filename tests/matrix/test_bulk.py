"""Bulk calls as everybody: what belongs to others is not found, and stops nothing."""

from collections.abc import Iterator

import pytest

from tests.matrix.conftest import Matrix
from tests.matrix.lists import places_of
from tests.matrix.walk import NOT_FOUND, Cell, Surprise, send, told
from tests.world.rows import nothing_changes

pytestmark = pytest.mark.timeout(400)


def _bulk(matrix: Matrix) -> Iterator[tuple[Cell, bool]]:
    """Every bulk call about each place, and whether what it names there is the caller's."""
    for cell in matrix.cells:
        if cell.row.how == "bulk" and cell.refusal is None:
            theirs = places_of(cell, matrix.ground)
            for place in matrix.ground.places:
                if cell.row.named <= set(place.ids):
                    yield Cell(cell.row, cell.door, cell.caller, place), place in theirs


async def test_a_bulk_call_finds_nothing_of_others(matrix: Matrix) -> None:
    surprises: list[Surprise] = []
    others = [cell for cell, is_theirs in _bulk(matrix) if not is_theirs]
    async with nothing_changes(matrix.world):
        for cell in others:
            results = (await send(cell, matrix.ground, fits=True)).ok()["results"]
            if [(one["ok"], one.get("code")) for one in results] != [(False, NOT_FOUND[1])]:
                surprises.append(Surprise(cell, "not_found", str(results)))
        assert not surprises, told(surprises)
    assert len(others) > 20


async def test_a_bulk_call_finds_what_is_theirs(matrix: Matrix) -> None:
    """As far as what stands in the way: a statement on the papers is missing, or it was endorsed."""
    found: set[str] = set()
    async with nothing_changes(matrix.world):
        for cell, is_theirs in _bulk(matrix):
            if is_theirs and cell.place is matrix.ground["here"]:
                (result,) = (await send(cell, matrix.ground, fits=True)).ok()["results"]
                assert result.get("code") != NOT_FOUND[1], cell.caller.name
                found.add(cell.row.call)
    assert found == {row.call for row in matrix.rows if row.how == "bulk"}
