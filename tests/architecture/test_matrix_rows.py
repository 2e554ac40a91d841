"""Every route has its line in the matrix of who may call what; without one it is not tested at all."""

from collections.abc import Iterator
from typing import Any

from msgspec import inspect as shapes

from tests.architecture.admission import ADMITTED, FEWER
from tests.architecture.api_document import infos
from tests.matrix.ids_in_bodies import NAMED
from tests.matrix.table import read_table

HOW = """
Add a line to tests/matrix/routes.txt, whose head explains the columns, such as

POST /api/v1/reviews/<review_id>/take | reviewers | case | reviewer
GET /api/v1/payouts | authority inspector | list payout_id of edition

Things of a new kind are made in `late_rows` of tests/world/neighbours.py, under the name of their
parameter; who may read such an id in answers stands in READERS of tests/matrix/ground.py. Then run
pytest tests/matrix.
"""


def test_every_route_has_its_line() -> None:
    routes = [f"{info.method} {info.pattern}" for info in infos()]
    lines = [row.call for row in read_table()]
    missing, stale = set(routes) - set(lines), set(lines) - set(routes)
    assert not missing, f"without a line: {', '.join(sorted(missing))}\n{HOW}"
    assert not stale, f"no such route: {', '.join(sorted(stale))}"
    assert len(lines) == len(set(lines)), "a route has two lines"


def test_the_table_and_the_audiences_say_the_same() -> None:
    """Spelled twice, so that a slip in one shows."""
    rows = {row.call: row for row in read_table()}
    for info in infos():
        call = f"{info.method} {info.pattern}"
        row = rows[call]
        if row.is_signed or not info.login:
            assert row.is_signed or row.is_public, call
            continue
        roles = FEWER.get(call, ADMITTED[info.audience])
        readers = roles if info.method == "GET" or len(roles) > 7 else roles - {"inspector"}
        assert row.let_in == readers, (
            f"{call}: {sorted(row.let_in)} in the table, {sorted(readers)}"
        )


def test_every_id_in_a_body_is_tried_with_somebody_elses() -> None:
    rows = {row.call: row for row in read_table()}
    untried = [
        f"{call}: {field}"
        for info in infos()
        if (call := f"{info.method} {info.pattern}") and info.login
        for field in _ids(info.description.request)
        if field not in str(rows[call].body) and (call, field) not in NAMED
    ]
    assert not untried, f"name it in tests/matrix/ids_in_bodies.py: {', '.join(untried)}"


def _ids(kind: Any) -> Iterator[str]:
    """Names of the fields that hold ids, at any depth."""
    if kind is not None:
        yield from _inside("", shapes.type_info(kind))


def _inside(name: str, shape: shapes.Type) -> Iterator[str]:
    if isinstance(shape, shapes.UUIDType):
        yield name
    elif isinstance(shape, shapes.Metadata):
        yield from _inside(name, shape.type)
    elif isinstance(shape, shapes.UnionType):
        for one in shape.types:
            yield from _inside(name, one)
    elif isinstance(shape, shapes.ListType | shapes.VarTupleType):
        yield from _inside(name, shape.item_type)
    elif isinstance(shape, shapes.StructType):
        for field in shape.fields:
            yield from _inside(field.encode_name, field.type)


def test_an_id_deep_inside_a_body_is_seen() -> None:
    confirm = next(
        info for info in infos() if info.pattern.endswith("/payouts/<payout_id>/confirm")
    )
    assert list(_ids(confirm.description.request)) == ["line"]
