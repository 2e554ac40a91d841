"""A repeat under the same `Idempotency-Key` opens nothing for anybody else."""

import pytest

from tests.matrix.conftest import Matrix
from tests.matrix.walk import Cell, Surprise, differs, in_parallel, send, told
from tests.world.rows import nothing_changes

pytestmark = pytest.mark.timeout(400)
_KEY = "matrix-repeated"


def _first(matrix: Matrix) -> list[Cell]:
    """Acts about something that record their answer and need no body, once for each place."""
    found: dict[tuple[str, str | None], Cell] = {}
    for cell in matrix.cells:
        recorded = cell.door.info.once and not cell.takes_a_body and cell.row.body is None
        if recorded and cell.place is not None and cell.refusal is None:
            found.setdefault(_about(cell), cell)
    return list(found.values())


def _about(cell: Cell) -> tuple[str, str | None]:
    return cell.row.call, cell.place.name if cell.place else None


async def test_what_somebody_did_is_not_repeated_to_others(matrix: Matrix) -> None:
    repeated = {_about(done) for done in _first(matrix) if await _is_kept(done, matrix)}
    others = [cell for cell in matrix.cells if cell.refusal and _about(cell) in repeated]

    async def one(cell: Cell) -> Surprise | None:
        answer = await send(cell, matrix.ground, fits=True, key=_KEY)
        return differs(cell, answer, matrix.ground)

    async with nothing_changes(matrix.world):
        surprises = [wrong for wrong in await in_parallel(map(one, others)) if wrong]
        assert not surprises, told(surprises)
    assert len({call for call, _ in repeated}) >= 4
    assert len(others) > 100


async def _is_kept(done: Cell, matrix: Matrix) -> bool:
    """Whether the act went through, and does so again for who did it."""
    answer = await send(done, matrix.ground, fits=True, key=_KEY)
    if answer.status not in (200, 201):
        return False
    again = await send(done, matrix.ground, fits=True, key=_KEY)
    assert again.status == answer.status, (done.row.call, again.body)
    return True


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
