"""What the matrix must not overlook: each of its checks fails where the product is opened."""

from dataclasses import replace
from typing import Any

import pytest
from tortoise.expressions import Q

from server.edge.web.guard import Admission
from server.features.identity.scope import Scope
from tests.matrix.conftest import Matrix
from tests.matrix.lists import misread
from tests.matrix.table import read_table
from tests.matrix.walk import Cell, Surprise, differs, not_refused, told
from tests.world.client import Answer

pytestmark = pytest.mark.timeout(400)
ONE = "GET /api/v1/reviews/<review_id>"
LIST = "GET /api/v1/reviews"


def _refused(matrix: Matrix, *calls: str) -> list[Cell]:
    return [cell for cell in matrix.cells if cell.row.call in calls and cell.refusal is not None]


async def test_an_open_scope_is_seen(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scope, "applications", lambda *_: Q())
    surprises = await not_refused(_refused(matrix, ONE), matrix.ground)
    strangers = {one.cell.caller.name for one in surprises}
    assert strangers >= {"auditor-there", "inspector-there"}, told(surprises)
    assert {one.got for one in surprises} == {"200"}


async def test_a_foreign_line_of_a_list_is_seen(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scope, "applications", lambda *_: Q())
    lists = [cell for cell in matrix.cells if cell.row.call == LIST and cell.refusal is None]
    surprises = await misread(lists, matrix.ground)
    assert ("auditor-there", "read number of here") in {
        (one.cell.caller.name, one.got) for one in surprises
    }, told(surprises)


async def test_a_firm_that_belongs_to_everybody_is_seen(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As firms did that had not applied yet."""
    monkeypatch.setattr(Scope, "firms", lambda *_: Q(id__isnull=False))
    call = "GET /api/v1/enterprises/unverified"
    lists = [cell for cell in matrix.cells if cell.row.call == call and cell.refusal is None]
    surprises = await misread(lists, matrix.ground)
    assert ("authority-there", "read enterprise_id of bare") in {
        (one.cell.caller.name, one.got) for one in surprises
    }, told(surprises)


async def test_a_door_without_a_guard_is_seen(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Admission, "check", lambda *_: None)
    surprises = await not_refused(_refused(matrix, ONE, LIST), matrix.ground)
    roles = {one.cell.caller.role for one in surprises}
    assert roles >= {"enterprise", "platform", "admin"}, told(surprises)


def _answer(status: int, **body: Any) -> Answer:
    return Answer(status, body, {}, str(body).encode())


async def test_a_body_that_is_read_first_is_seen(matrix: Matrix) -> None:
    """Any answer but the refusal tells a stranger that something is there."""
    stranger = next(cell for cell in _refused(matrix, ONE) if cell.refusal == (404, "not_found"))
    for status, code in ((422, "invalid"), (409, "taken"), (412, "version_conflict"), (200, "")):
        assert differs(stranger, _answer(status, code=code), matrix.ground) is not None
    assert differs(stranger, _answer(404, code="not_found"), matrix.ground) is None


async def test_a_refusal_that_tells_is_seen(matrix: Matrix) -> None:
    stranger = next(cell for cell in _refused(matrix, ONE) if cell.caller.name == "auditor-there")
    assert stranger.place is not None
    told_too_much = _answer(404, code="not_found", detail=stranger.place.words["name"])
    assert differs(stranger, told_too_much, matrix.ground) is not None


async def test_a_list_that_leaves_something_out_is_seen(matrix: Matrix) -> None:
    cell = next(
        cell
        for cell in matrix.cells
        if (cell.row.call, cell.caller.name) == (LIST, "auditor-there")
    )
    theirs = {kind: frozenset({"there", "third"}) for kind in cell.caller.theirs}
    claims_more = replace(cell, caller=replace(cell.caller, theirs=theirs, role="district"))
    surprises = await misread([claims_more], matrix.ground)
    assert {one.got for one in surprises} == {"missed"}


def test_a_line_that_says_nothing_sensible_is_refused() -> None:
    for line in (
        "GET /x | nobody_knows | case",
        "GET /x | authority | everything",
        "GET /x | authority",
    ):
        with pytest.raises(AssertionError):
            read_table(line)


def test_surprises_are_told_side_by_side(matrix: Matrix) -> None:
    first, second = _refused(matrix, ONE)[:2]
    said = told(
        [Surprise(one, "404", "200") for one in (first, replace(second, place=first.place))]
    )
    assert said.count("\n") == 1
    assert f"{first.caller.name}, {second.caller.name}" in said
