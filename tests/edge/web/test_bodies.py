"""Bad bodies and parameters: every problem is named with its field, nothing is a 500."""

import json
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.edge.web.conftest import token
from tests.edge.web.problems import named, problem

GOOD: dict[str, Any] = {"name": "诊断", "plans": [{"title": "基础版", "fee_fen": 100}]}
JSON = {"content-type": "application/json"}


async def post(client: ClientSession, data: bytes, **headers: str) -> Any:
    return await client.post(
        "/api/v1/offers", data=data, headers=JSON | token("enterprise") | headers
    )


async def test_a_good_body(client: ClientSession) -> None:
    answer = await post(client, json.dumps(GOOD | {"facts": {"a": 1, "b": "c"}}).encode())
    assert answer.status == 201
    assert (await answer.json())["name"] == "诊断"


async def test_all_problems_at_once(client: ClientSession) -> None:
    body = {
        "name": "  ",
        "comment": 7,
        "plans": [
            {"title": "x", "fee_fen": 1},
            {"title": "\u3164", "fee_fen": "1"},
            {"fee_fen": -1, "surprise": True},
        ],
        "facts": {"ok": 1, "deep": {"a": 1}},
        "signed_at": "2026-11-21T10:00:00",
        "unknown": None,
    }
    answer = await post(client, json.dumps(body).encode())
    assert named(await problem(answer, 422, "invalid")) == {
        ("name", "too_short"),
        ("comment", "type"),
        ("plans[1].title", "too_short"),
        ("plans[1].fee_fen", "type"),
        ("plans[2].title", "required"),
        ("plans[2].fee_fen", "out_of_range"),
        ("plans[2].surprise", "unknown_field"),
        ("facts.deep", "type"),
        ("signed_at", "instant"),
        ("unknown", "unknown_field"),
    }


async def test_lengths_are_said_with_what_is_counted(client: ClientSession) -> None:
    body = {"name": "x" * 300, "comment": "y" * 5000, "plans": [{"title": "", "fee_fen": 1}]}
    problems = await problem(await post(client, json.dumps(body).encode()), 422, "invalid")
    assert {entry["field"]: entry["message"] for entry in problems["errors"]} == {
        "name": "名称太长，最多 200 个字，现在是 300 个字",
        "comment": "意见太长，最多 4000 个字，现在是 5000 个字",
        "plans[0].title": "第 1 行的标题还没有填写，请补上（空格和看不见的字符不算）",
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"{", ("", "json")),
        (b'{"name": "\xff\xfe", "plans": []}', ("", "json")),
        (b"[" * 5000, ("", "json")),
        (b"[]", ("", "type")),
        (b"null", ("", "type")),
        (b'"text"', ("", "type")),
        (b"{}", ("name", "required")),
        (b"", ("name", "required")),
        (b'{"name": "\\u0000", "plans": []}', ("name", "too_short")),
        (b'{"name": "x", "plans": [], "facts": {"\\u0000": 1}}', ("facts.", "too_short")),
        (
            b'{"name": "x", "plans": [], "facts": {"a": 1, "a\\u200b": 2}}',
            ("facts.a", "given_twice"),
        ),
        (b'{"name": "\\ud800", "plans": []}', ("", "json")),
        (b'{"name": "x", "plans": {}}', ("plans", "type")),
        (b'{"name": "x", "plans": null}', ("plans", "type")),
        (b'{"name": "x", "plans": [1]}', ("plans[0]", "type")),
        (b'{"name": "x", "plans": [], "facts": []}', ("facts", "type")),
        (
            b'{"name": "x", "plans": [], "signed_at": "0001-01-01T00:00:00+14:00"}',
            ("signed_at", "out_of_range"),
        ),
        (
            b'{"name": "x", "plans": [], "signed_at": "1900-12-31T15:59:59Z"}',
            ("signed_at", "out_of_range"),
        ),
        (
            b'{"name": "x", "plans": [], "signed_at": "2101-01-01T00:00:00+08:00"}',
            ("signed_at", "out_of_range"),
        ),
        (b'{"name": "x", "plans": [], "signed_at": "yesterday"}', ("signed_at", "instant")),
        (
            b'{"name": "x", "plans": [{"title": "t", "fee_fen": 1' + b"0" * 400 + b"}]}",
            ("plans[0].fee_fen", "out_of_range"),
        ),
        (
            b'{"name": "x", "plans": [{"title": "t", "fee_fen": 1.5}]}',
            ("plans[0].fee_fen", "type"),
        ),
    ],
)
async def test_bad_bodies(client: ClientSession, data: bytes, expected: tuple[str, str]) -> None:
    assert expected in named(await problem(await post(client, data), 422, "invalid"))


async def test_null_where_something_is_needed_is_told_as_not_filled_in(
    client: ClientSession,
) -> None:
    answer = await problem(await post(client, b'{"name": null, "plans": []}'), 422, "invalid")
    assert answer["errors"][0]["message"].endswith("还没有填写，请补上")


async def test_too_long_texts(client: ClientSession) -> None:
    body = GOOD | {"name": "长" * 201, "comment": "x" * 4001}
    answer = await post(client, json.dumps(body).encode())
    refused = await problem(answer, 422, "invalid")
    assert named(refused) == {("name", "too_long"), ("comment", "too_long")}


async def test_english_messages(client: ClientSession) -> None:
    answer = await post(client, b'{"plans": 1}', **{"accept-language": "en"})
    refused = await problem(answer, 422, "invalid")
    assert [entry["message"] for entry in refused["errors"]] == [
        "name is missing; fill it in",
        "plans to compare must be a list; what came is number “1”",
    ]


async def test_bodies_of_another_type(client: ClientSession) -> None:
    for media in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json;charset=gbk",
    ):
        answer = await post(client, json.dumps(GOOD).encode(), **{"content-type": media})
        await problem(answer, 415, "unsupported_media")


async def test_oversized_body(client: ClientSession) -> None:
    await problem(await post(client, b" " * (256 * 1024 + 1)), 413, "too_large")
    answer = await post(client, json.dumps(GOOD).encode() + b" " * (200 * 1024))
    assert answer.status == 201


async def test_a_big_body_is_refused_with_a_readable_answer(client: ClientSession) -> None:
    await problem(await post(client, b" " * (8 * 1024 * 1024)), 413, "too_large")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=0", ("limit", "out_of_range")),
        ("limit=101", ("limit", "out_of_range")),
        ("limit=ten", ("limit", "type")),
        ("cursor=garbage", ("cursor", "cursor")),
        ("cursor=%00", ("cursor", "cursor")),
        ("cursor=WzFd", ("cursor", "cursor")),
        ("cursor=é", ("cursor", "cursor")),
        ("district=" + "%E9%95%BF" * 201, ("district", "too_long")),
        ("district=%ff", ("", "query")),
        ("distrct=x", ("distrct", "unknown_field")),
        ("&".join(f"a{n}=1" for n in range(60)), ("", "query")),
    ],
)
async def test_bad_parameters(client: ClientSession, query: str, expected: tuple[str, str]) -> None:
    answer = await client.get(f"/api/v1/things?{query}")
    assert expected in named(await problem(answer, 422, "invalid"))


async def test_pages(client: ClientSession) -> None:
    first = await (await client.get("/api/v1/things?limit=100&district=%E6%B5%A6%E4%B8%9C")).json()
    assert first["items"] == [[100, "浦东", None]]
    second = await client.get("/api/v1/things", params={"cursor": first["next_cursor"]})
    items = (await second.json())["items"]
    assert items[0][0] == 20
    assert items[0][2][0] == 7


async def test_ids_that_are_none(client: ClientSession) -> None:
    for bad in ("1", "%00", "0198c6f0000070008000000000000000", "a" * 3000, "%E4%BD%A0"):
        answer = await client.get(f"/api/v1/offers/{bad}", headers=token("enterprise"))
        await problem(answer, 404, "not_found")
    good = "0198c6f0-0000-7000-8000-000000000000"
    answer = await client.get(f"/api/v1/offers/{good}", headers=token("enterprise"))
    assert (await answer.json()) == {"id": good}


async def test_cached_reads(client: ClientSession) -> None:
    first = await client.get("/api/v1/cached")
    etag = first.headers["etag"]
    for sent in (etag, f'"other", W/{etag}', "*"):
        again = await client.get("/api/v1/cached", headers={"if-none-match": sent})
        assert (again.status, await again.read(), again.headers["etag"]) == (304, b"", etag)
    other = await client.get("/api/v1/cached", headers={"if-none-match": '"other"'})
    assert other.status == 200
