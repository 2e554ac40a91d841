"""What is given twice is refused by name, wherever: two readers might not take the same of them."""

from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession
from yarl import URL

from server.edge.web.given_twice import twice_in_json
from tests.edge.web.conftest import token
from tests.edge.web.problems import named, problem

_JSON = {"content-type": "application/json"}

TWICE = {
    "on top": (b'{"name":"a","plans":[],"name":"b"}', {"name"}),
    "with the same value": (b'{"name":"a","plans":[],"name":"a"}', {"name"}),
    "written by escapes": (b'{"name":"a","plans":[],"n\\u0061me":"b"}', {"name"}),
    "three times": (b'{"name":"a","name":"a","plans":[],"name":"b"}', {"name"}),
    "in a list": (
        b'{"name":"a","plans":[{"title":"t","fee_fen":1},{"title":"t","fee_fen":1,"fee_fen":2}]}',
        {"plans[1].fee_fen"},
    ),
    "in a mapping": (b'{"name":"a","plans":[],"facts":{"x":1,"y":2,"x":3}}', {"facts.x"}),
    "beside texts with colons": (
        b'{"name":"a:b","plans":[],"comment":"\\":","comment":"c"}',
        {"comment"},
    ),
    "the list of what was lost": (
        b'{"name":"a","plans":[{"title":"t","fee_fen":1}],"plans":[]}',
        {"plans"},
    ),
}


async def refused(client: ClientSession, body: bytes) -> set[tuple[str, str]]:
    answer = await client.post("/api/v1/offers", data=body, headers=_JSON | token("enterprise"))
    return named(await problem(answer, 422, "invalid"))


@pytest.mark.parametrize(("body", "fields"), TWICE.values(), ids=TWICE)
async def test_a_key(client: ClientSession, body: bytes, fields: set[str]) -> None:
    assert await refused(client, body) == {(field, "given_twice") for field in fields}


async def test_it_is_told_with_all_that_is_wrong_besides(client: ClientSession) -> None:
    found = await refused(client, b'{"name":7,"name":7,"surprise":1,"surprise":2}')
    assert found == {
        ("name", "given_twice"),
        ("surprise", "given_twice"),
        ("name", "type"),
        ("plans", "required"),
        ("surprise", "unknown_field"),
    }


@pytest.mark.parametrize(
    "body",
    [
        b'{"name":"a:b","plans":[],"comment":"::\\"x\\":1,\\"x\\":2"}',
        b'{"name":"a","plans":[{"title":"t","fee_fen":1},{"title":"t","fee_fen":1}]}',
        b'{"name":"name","plans":[],"signed_at":"2026-11-29T10:00:00+08:00"}',
    ],
)
async def test_what_only_looks_so_is_taken(client: ClientSession, body: bytes) -> None:
    answer = await client.post("/api/v1/offers", data=body, headers=_JSON | token("enterprise"))
    assert answer.status == 201


def test_what_pythons_reader_would_choke_on_is_still_counted() -> None:
    many = b"9" * 5000
    assert [one.field for one in twice_in_json(b'{"a":%b,"a":1e999}' % many, {"a": 1})] == ["a"]


async def test_nesting_beyond_reason_is_unreadable(client: ClientSession) -> None:
    deep = b'{"name":":","name":' + b"[" * 900 + b"]" * 900 + b',"plans":[]}'
    assert {field for field, _ in await refused(client, deep)} <= {"", "name"}


@pytest.mark.parametrize(
    "query",
    ["limit=1&limit=2", "limit=1&limit=1", "limit=1&%6cimit=2", "limit=&limit=2", "limit=2&limit"],
)
async def test_a_parameter(client: ClientSession, query: str) -> None:
    url = URL(f"/api/v1/things?{query}", encoded=True)
    found = await problem(await client.get(url), 422, "invalid")
    assert named(found) == {("limit", "given_twice")}


async def test_a_field_of_a_form(client: ClientSession) -> None:
    def form(twice: str, value: Any) -> aiohttp.FormData:
        made = aiohttp.FormData([("kind", "contract"), ("name", "a.pdf")])
        made.add_field("file", b"abc", filename="a")
        made.add_field(twice, value, **({"filename": "b"} if twice == "file" else {}))
        return made

    for twice, value in (("kind", "contract"), ("name", "b.pdf"), ("file", b"abc")):
        answer = await client.post(
            "/api/v1/papers", data=form(twice, value), headers=token("enterprise")
        )
        assert named(await problem(answer, 422, "invalid")) == {(twice, "given_twice")}
