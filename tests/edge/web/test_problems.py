"""Every refusal, also the web server's own, is a problem as the contract says."""

import pytest
from aiohttp import ClientResponse, ClientSession

from server.errors import NotFound
from tests.edge.web.conftest import Running, token
from tests.edge.web.problems import problem


async def test_unknown_path(client: ClientSession) -> None:
    body = await problem(await client.get("/api/v1/nothing"), 404, "not_found")
    assert body["title"] == NotFound.title.zh


async def test_wrong_method_names_the_right_ones(client: ClientSession) -> None:
    answer = await client.delete("/api/v1/things")
    await problem(answer, 405, "method_not_allowed")
    assert set(answer.headers["allow"].replace(" ", "").split(",")) == {"GET", "HEAD"}


async def test_patch_and_options_are_refused(client: ClientSession) -> None:
    await problem(await client.patch("/api/v1/things"), 405, "method_not_allowed")
    await problem(await client.options("/api/v1/things"), 405, "method_not_allowed")


async def test_head_answers_like_get_without_body(client: ClientSession) -> None:
    answer = await client.head("/api/v1/cached")
    assert answer.status == 200
    assert int(answer.headers["content-length"]) > 0
    assert await answer.read() == b""


async def test_english_when_preferred(client: ClientSession) -> None:
    for header, title in (
        ("en", NotFound.title.en),
        ("zh-CN, en;q=0.8", NotFound.title.zh),
        ("en-GB, zh;q=0.5", NotFound.title.en),
        ("de", NotFound.title.zh),
        ("en;q=rubbish", NotFound.title.zh),
    ):
        answer = await client.get("/api/v1/nothing", headers={"accept-language": header})
        assert (await problem(answer, 404, "not_found"))["title"] == title


async def test_unforeseen_errors_leak_nothing(client: ClientSession) -> None:
    answer = await client.get("/api/v1/broken")
    await problem(answer, 500, "internal")
    text = await answer.text()
    assert "secret-detail" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize("store", ["postgres", "redis", "files"])
async def test_a_store_that_is_down(client: ClientSession, store: str) -> None:
    answer = await client.get(f"/api/v1/stores/{store}")
    await problem(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0


async def test_reasons_carry_their_clause(client: ClientSession) -> None:
    body = {"name": "late", "plans": []}
    answer = await client.post("/api/v1/offers", json=body, headers=token("enterprise"))
    refused = await answer.json(content_type=None)
    assert answer.status == 409
    assert refused["errors"] == [
        {"field": "edition", "code": "closed", "message": "申报窗口已关闭", "cite": "第三条"}
    ]


async def test_order_of_refusals(client: ClientSession) -> None:
    path, bad = "/api/v1/reviews/not-an-id", {"x": 1}
    await problem(await client.put(path, json=bad), 401, "unauthenticated")
    refused = await client.put(path, json=bad, headers=token("enterprise"))
    await problem(refused, 403, "forbidden")
    await problem(await client.put(path, json=bad, headers=token("auditor")), 404, "not_found")


async def test_unauthenticated_says_how(client: ClientSession) -> None:
    for headers in ({}, token("nobody"), {"authorization": "Basic eA=="}, token("x" * 600)):
        answer = await client.get("/api/v1/me", headers=headers)
        await problem(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_inspectors_read_and_change_nothing(client: ClientSession) -> None:
    assert (await client.get("/api/v1/reviews", headers=token("inspector"))).status == 200
    changed = await client.put(
        "/api/v1/reviews/0198c6f0-0000-7000-8000-000000000000", headers=token("inspector")
    )
    await problem(changed, 403, "forbidden")


async def test_a_first_password_opens_only_what_any_login_may(client: ClientSession) -> None:
    assert (await client.get("/api/v1/me", headers=token("fresh"))).status == 200
    refused = await client.get("/api/v1/reviews", headers=token("fresh"))
    await problem(refused, 403, "password_change_due")


async def test_admin_sees_no_application(client: ClientSession) -> None:
    await problem(await client.get("/api/v1/content", headers=token("admin")), 403, "forbidden")


async def test_request_ids(client: ClientSession) -> None:
    own = await client.get("/api/v1/cached", headers={"x-request-id": "mini-program-0001"})
    assert own.headers["x-request-id"] == "mini-program-0001"
    for bad in ("short", 'quote"quote"', "x" * 65, "a b c d e f g"):
        other = await client.get("/api/v1/cached", headers={"x-request-id": bad})
        assert other.headers["x-request-id"] != bad
    first, second = await client.get("/api/v1/cached"), await client.get("/api/v1/cached")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


async def test_rate_limit_counts_the_clients_own_address(
    client: ClientSession, edge: Running
) -> None:
    async def call(forwarded: str) -> ClientResponse:
        return await client.post("/api/v1/limited", headers={"x-forwarded-for": forwarded})

    assert [(await call("10.0.0.1")).status for _ in range(2)] == [204, 204]
    # A client may write what it likes to the left; only the entry of our own proxy counts.
    refused = await call("6.6.6.6, 10.0.0.1")
    await problem(refused, 429, "rate_limited")
    assert refused.headers["retry-after"] == "60"
    assert (await call("10.0.0.2")).status == 204
    assert not any("10.0.0" in bucket for bucket in edge.world.calls)
