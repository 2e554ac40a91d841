"""Lists as everybody: all that is theirs, and nothing of others whatever is asked for."""

import msgspec
import pytest

from tests.matrix.conftest import Matrix
from tests.matrix.ground import Place
from tests.matrix.lists import misread, pages, places_of
from tests.matrix.walk import Cell, Surprise, belonging_to_others, in_parallel, told
from tests.world.rows import nothing_changes

pytestmark = pytest.mark.timeout(400)


async def test_a_list_holds_all_that_is_theirs_and_nothing_of_others(matrix: Matrix) -> None:
    lists = [cell for cell in matrix.cells if cell.row.how == "list" and cell.refusal is None]
    async with nothing_changes(matrix.world):
        surprises = await misread(lists, matrix.ground)
    assert not surprises, told(surprises)
    shown = {cell.row.call for cell in lists if places_of(cell, matrix.ground)}
    empty = {cell.row.call for cell in lists if cell.row.shows} - shown
    assert not empty, f"nobody has anything in {', '.join(empty)}"


async def test_no_filter_opens_what_belongs_to_others(matrix: Matrix) -> None:
    """By edition, number, name and code of every place, wherever a list can be searched so."""
    asked = [
        (cell, query)
        for cell in matrix.cells
        if cell.row.how == "list" and cell.refusal is None
        for place in matrix.ground.places
        for query in _queries(cell, place)
    ]

    async def one(cell: Cell, query: dict[str, str]) -> list[Surprise]:
        return [
            Surprise(cell, f"nothing by {', '.join(query)}", f"read {found}")
            async for answer in pages(cell, **query)
            if answer.status == 200
            for found in belonging_to_others(answer, cell.caller, matrix.ground)
        ]

    found = await in_parallel(one(cell, query) for cell, query in asked)
    surprises = [surprise for several in found for surprise in several]
    assert not surprises, told(surprises)
    assert len(asked) > 100


def _queries(cell: Cell, place: Place) -> list[dict[str, str]]:
    query = cell.door.info.description.query
    fields = {field.name for field in msgspec.structs.fields(query)} if query is not None else set()
    found = [{"q": word} for word in place.words.values()] if "q" in fields else []
    found += [{"uscc": place.words["uscc"]}] if "uscc" in fields and "uscc" in place.words else []
    return [*found, {"edition": place.edition}] if "edition" in fields else found
