"""Ids of others beside one's own, in bodies and paths: as if there were none."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from models.tables.ids import new_id
from tests.matrix.conftest import Matrix
from tests.matrix.ids_in_bodies import NAMED
from tests.matrix.walk import NOT_FOUND, Cell, Surprise, code_of, in_parallel, send, told
from tests.world.rows import nothing_changes

pytestmark = pytest.mark.timeout(400)


@pytest.mark.parametrize(("call", "field"), NAMED)
async def test_an_id_of_somebody_else_is_answered_like_none(
    matrix: Matrix, call: str, field: str
) -> None:
    name, body = NAMED[call, field]
    here, there = matrix.ground["here"], matrix.ground["there"]
    person = next(caller for caller in matrix.callers if caller.name == name).client
    door = matrix.doors[call]

    async def answered(ids: dict[str, str]) -> tuple[int, Any]:
        text = json.dumps(body)
        for parameter, value in (
            {**ids} | {key: here.ids[key] for key in ("code", "track")}
        ).items():
            text = text.replace(f"<{parameter}>", value)
        answer = await person.call(door.method, "/" + door.path(here.ids), json.loads(text))
        said = json.dumps({**answer.body, "request_id": ""}, ensure_ascii=False)
        for value in ids.values():
            said = said.replace(value, "")
        return answer.status, json.loads(said)

    async with nothing_changes(matrix.world):
        theirs = await answered(there.ids)
        nobodys = await answered({key: str(new_id()) for key in there.ids if key.endswith("_id")})
        assert theirs == nobodys
        assert theirs[0] in (404, 409, 422), theirs


async def test_a_plan_of_another_platform_is_no_plan(matrix: Matrix) -> None:
    here, nearby = matrix.ground["here"], matrix.ground["next"]
    owner = await matrix.world.sme()
    firm = await owner.enterprise(district=here.district)
    start = {"edition": here.edition, "track": "copay", "enterprise_id": firm["id"]}
    chosen = {"platform_id": here.ids["platform_id"], "plan_id": nearby.ids["plan_id"]}
    async with nothing_changes(matrix.world):
        (await owner.post("/applications", start | chosen)).refused(404, "not_found")


async def test_an_id_of_somebody_else_beside_ones_own_is_not_found(matrix: Matrix) -> None:
    """A paper of others under one's own application, and the like."""
    mixed = [one for cell in matrix.cells if cell.refusal is None for one in _mixed(cell, matrix)]
    async with nothing_changes(matrix.world):
        answers = await in_parallel(send(cell, matrix.ground, fits=True) for cell in mixed)
        surprises = [
            Surprise(cell, "404 not_found", " ".join(map(str, code_of(answer))))
            for cell, answer in zip(mixed, answers, strict=True)
            if code_of(answer) != NOT_FOUND
        ]
        assert not surprises, told(surprises)
    assert len(mixed) > 50


def _mixed(cell: Cell, matrix: Matrix) -> Iterator[Cell]:
    """One id of the path that is another place's, each in turn."""
    place = cell.place
    if place is None or len(cell.door.ids) < 2:
        return
    for other in matrix.ground.places:
        for name in cell.door.ids:
            if other.ids.get(name, place.ids[name]) != place.ids[name]:
                yield replace(cell, place=replace(place, ids={**place.ids, name: other.ids[name]}))
