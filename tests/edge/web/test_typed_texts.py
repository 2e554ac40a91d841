"""Every way by which a text comes in gives the same text: cleaned before it is judged and kept."""

import json
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from aiohttp import ClientSession

from tests.edge.web.conftest import token
from tests.edge.web.problems import named, problem

TYPED = "\ufeff 上海\u200b甲\u2028有限\u202e公司\u3164\u3000 "
KEPT = "上海甲有限公司"
NOTHING = ("", " \u3000", "\u3164", "\u200b\u200d\ufe0f", "\U000e0041", "\u2800", "\x00", "\n")
JSON = {"content-type": "application/json"}


async def offer(client: ClientSession, body: dict[str, Any]) -> aiohttp.ClientResponse:
    return await client.post(
        "/api/v1/offers", data=json.dumps(body), headers=JSON | token("enterprise")
    )


async def test_a_body(client: ClientSession) -> None:
    answer = await offer(client, {"name": TYPED, "plans": []})
    assert answer.status == 201
    assert (await answer.json())["name"] == KEPT


async def test_lengths_count_what_is_kept(client: ClientSession) -> None:
    longest = "长" * 200
    answer = await offer(client, {"name": f" \u200b{longest}\u3000" + "\u200b" * 99, "plans": []})
    assert (await answer.json())["name"] == longest
    refused = await problem(
        await offer(client, {"name": longest + "长", "plans": []}), 422, "invalid"
    )
    assert "现在是 201 个字" in str(refused["errors"])


@pytest.mark.parametrize("nothing", NOTHING)
async def test_nothing_is_no_name(client: ClientSession, nothing: str) -> None:
    body = {"name": nothing, "plans": [{"title": nothing, "fee_fen": 1}], "signed_at": nothing}
    refused = await problem(await offer(client, body), 422, "invalid")
    # What may be left out counts as left out.
    assert named(refused) == {("name", "too_short"), ("plans[0].title", "too_short")}
    assert "名称还没有填写，请补上（空格和看不见的字符不算）" in str(refused["errors"])


async def test_a_query(client: ClientSession) -> None:
    answer = await client.get(f"/api/v1/things?district={quote(TYPED)}")
    assert (await answer.json())["items"][0][1] == KEPT
    for nothing in NOTHING:
        answer = await client.get(f"/api/v1/things?district={quote(nothing)}")
        assert (await answer.json())["items"][0][1] is None


async def test_a_path(client: ClientSession) -> None:
    """No text: an address has one spelling, and what would have to be cleaned is another one."""
    good = "0198c6f0-0000-7000-8000-000000000000"
    for spelled in (f" {good}", good + chr(0x200B), good.upper()):
        answer = await client.get(f"/api/v1/offers/{quote(spelled)}", headers=token("enterprise"))
        await problem(answer, 404, "not_found")
    empty = await client.get("/api/v1/stores/%E3%85%A4")
    await problem(empty, 404, "not_found")


async def test_a_form(client: ClientSession) -> None:
    def form(name: str) -> aiohttp.FormData:
        made = aiohttp.FormData({"kind": " contract\u200b", "name": name})
        made.add_field("file", b"abc", filename="\u3164")
        return made

    answer = await client.post("/api/v1/papers", data=form(TYPED), headers=token("enterprise"))
    assert (await answer.json())["kind"] == "contract"
    for nothing in NOTHING:
        answer = await client.post(
            "/api/v1/papers", data=form(nothing), headers=token("enterprise")
        )
        assert named(await problem(answer, 422, "invalid")) == {("name", "too_short")}
