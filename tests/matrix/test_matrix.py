"""Every route as everybody: refused as the table says and without a trace, or let through."""

import pytest

from tests.architecture.sending import forget_rates
from tests.matrix.conftest import Matrix
from tests.matrix.walk import (
    CONSENT_REQUIRED,
    FORBIDDEN,
    NOT_FOUND,
    UNAUTHENTICATED,
    Cell,
    Surprise,
    belonging_to_others,
    code_of,
    in_parallel,
    not_refused,
    send,
    told,
)
from tests.world.client import Answer
from tests.world.rows import nothing_changes

pytestmark = pytest.mark.timeout(400)
_SHUT = {UNAUTHENTICATED, FORBIDDEN, CONSENT_REQUIRED, NOT_FOUND}
_BY_ITSELF = {"DELETE /api/v1/session", "DELETE /api/v1/account"}
"""Whoever calls it is nobody afterwards."""
# The page of a client that is not built here; whatever else is refused has a code.
_NOT_BUILT = (503, "")
_LIMITED = (429, "rate_limited")


async def test_whoever_it_does_not_belong_to_is_refused(matrix: Matrix) -> None:
    """With a body that fits and with one that does not: neither is looked at before."""
    refused = [cell for cell in matrix.cells if cell.refusal is not None]
    async with nothing_changes(matrix.world):
        surprises = await not_refused(refused, matrix.ground)
        assert not surprises, told(surprises)
    assert len(refused) > 3_000
    shut = {row.call for row in matrix.rows if not row.is_public}
    assert shut == {cell.row.call for cell in refused}


async def test_whom_it_belongs_to_gets_through(matrix: Matrix) -> None:
    """Reads are answered; acts come as far as their body, or to what stands in their way."""
    through = [cell for cell in matrix.cells if cell.refusal is None and cell.row.how is None]
    reads = [cell for cell in through if cell.row.method == "GET"]
    acts = [
        cell for cell in through if cell.row.method != "GET" and cell.row.call not in _BY_ITSELF
    ]
    answers = await in_parallel(send(cell, matrix.ground, fits=False) for cell in reads)
    for cell in acts:
        answers.append(await _act(cell, matrix))
    answered = list(zip((*reads, *acts), answers, strict=True))
    surprises = [wrong for cell, answer in answered if (wrong := _wrong(cell, answer, matrix))]
    assert not surprises, told(surprises)
    shut = {row.call for row in matrix.rows if row.how is None and not row.is_signed}
    shut -= {cell.row.call for cell, _ in answered} | _BY_ITSELF
    assert not shut, "nobody gets through:\n" + "\n".join(sorted(shut))


async def _act(cell: Cell, matrix: Matrix) -> Answer:
    answer = await send(cell, matrix.ground, fits=False)
    if code_of(answer) == _LIMITED:
        await forget_rates(matrix.world)
        answer = await send(cell, matrix.ground, fits=False)
    return answer


def _wrong(cell: Cell, answer: Answer, matrix: Matrix) -> Surprise | None:
    status, code = code_of(answer)
    if not _is_through(cell, status, code):
        return Surprise(cell, "to get through", f"{status} {code}")
    found = belonging_to_others(answer, cell.caller, matrix.ground)
    return Surprise(cell, "their own", f"read {', '.join(found)}") if found else None


def _is_through(cell: Cell, status: int, code: str) -> bool:
    """A platform that is nobody's yet, and an experts' declaration, stand in the way afterwards."""
    if (status, code) == _NOT_BUILT:
        return True
    if status >= 500 or (status, code) == _LIMITED:
        return False
    return (status, code) not in _SHUT or (cell.row.kind is None and (status, code) == NOT_FOUND)


async def test_everybody_may_leave(matrix: Matrix) -> None:
    for person in (await matrix.world.sme(), await matrix.world.new_staff("admin")):
        (await person.delete("/session")).ok(204)
        (await person.get("/session")).refused(401, "unauthenticated")
