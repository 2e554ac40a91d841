"""A repeat under the same `Idempotency-Key` opens nothing for anybody else."""

import pytest

from tests.architecture.sending import forget_rates
from tests.matrix.conftest import Matrix
from tests.matrix.walk import Cell, Surprise, differs, in_parallel, send, told
from tests.world.rows import nothing_changes

pytestmark = pytest.mark.timeout(400)
_KEY = "matrix-repeated"


def _first(matrix: Matrix) -> list[Cell]:
    """Acts about something that record their answer and need no body, once for each place."""
    found: dict[tuple[str, str], Cell] = {}
    for cell in matrix.cells:
        recorded = cell.door.info.once and not cell.takes_a_body and cell.row.body is None
        if recorded and cell.place is not None and cell.refusal is None:
            found.setdefault((cell.row.call, cell.place.name), cell)
    return list(found.values())


async def test_what_somebody_did_is_not_repeated_to_others(matrix: Matrix) -> None:
    surprises: list[Surprise] = []
    repeated: set[str] = set()
    for done in _first(matrix):
        answer = await send(done, matrix.ground, fits=True, key=_KEY)
        if answer.status not in (200, 201):
            continue
        repeated.add(done.row.call)
        again = await send(done, matrix.ground, fits=True, key=_KEY)
        assert again.status == answer.status, (done.row.call, again.body)
        others = [
            cell
            for cell in matrix.cells
            if (cell.row, cell.place) == (done.row, done.place) and cell.refusal is not None
        ]
        assert others

        async def one(cell: Cell) -> Surprise | None:
            answer = await send(cell, matrix.ground, fits=True, key=_KEY)
            return differs(cell, answer, matrix.ground)

        async with nothing_changes(matrix.world):
            surprises += filter(None, await in_parallel(map(one, others)))
    assert not surprises, told(surprises)
    assert len(repeated) >= 4, repeated
    await forget_rates(matrix.world)


async def test_who_has_left_the_firm_is_not_answered_from_the_record(matrix: Matrix) -> None:
    """The same person, the same key: the record is read with the rights of today."""
    here = matrix.ground["here"]
    assert here.owner is not None
    path = f"/enterprises/{here.ids['enterprise_id']}/invitations"
    token = (await here.owner.post(path)).ok(201)["token"]
    body, key = {"token": token}, {"headers": {"idempotency-key": "matrix-joined"}}
    person = await matrix.world.sme()
    (await person.post("/invitations/accept", body, **key)).ok()
    (await person.post("/invitations/accept", body, **key)).ok()
    await matrix.world.fetch(
        "UPDATE enterprise_members SET left_at = now() WHERE user_id = $1", person.id
    )
    (await person.post("/invitations/accept", body, **key)).refused(404, "not_found")
