"""Every field that people fill in has a name of its own for refusals."""

from collections.abc import Iterator

import msgspec
import pytest

import server.app
from server.edge.web.bodies import Body
from server.edge.web.field_labels import LABELS, label_of
from server.edge.web.params import Query
from server.features.batches.template_routes import ColumnsQuery
from server.features.clients.query import ClientFilter


def _fields() -> Iterator[tuple[type[msgspec.Struct], str]]:
    assert server.app
    for base in (Body, Query, ClientFilter, ColumnsQuery):
        for kind in _below(base):
            if kind.__module__.startswith("server."):
                for field in msgspec.structs.fields(kind):
                    yield kind, field.encode_name


def _below(kind: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def test_every_field_of_a_body_or_query_is_named_in_chinese() -> None:
    unnamed = sorted({name for kind, name in _fields() if label_of(kind, name).zh.startswith("“")})
    assert unnamed == []


def test_no_label_is_left_over() -> None:
    used = {name for _, name in _fields()}
    assert {name.rpartition(".")[2] for name in LABELS} - used - {
        "archive",
        "file",
        "manifest",
    } == set()


@pytest.mark.parametrize(("path", "expected"), [("", "名称"), ("clients[4]", "第 5 行的名称")])
def test_a_row_is_counted_from_one(path: str, expected: str) -> None:
    assert label_of(Body, "name", path).zh == expected
