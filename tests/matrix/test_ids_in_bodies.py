"""Ids of others inside bodies about one's own: as if there were none."""

import json
from typing import Any

import pytest

from models.tables.ids import new_id
from tests.matrix.conftest import Matrix
from tests.matrix.ids_in_bodies import NAMED
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
