"""The running application's own description holds what the contract promises of its answers."""

from typing import Any

import pytest_asyncio

from tests.world.application import World

API = "/api/v1"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def paths(world: World) -> dict[str, Any]:
    described: dict[str, Any] = (await world.anyone.get("//docs/openapi.json")).ok()["paths"]
    return described


def codes_of(operation: dict[str, Any], status: str) -> set[str]:
    (narrowed,) = (
        content["schema"] for content in operation["responses"][status]["content"].values()
    )
    return set(narrowed["allOf"][1]["properties"]["code"]["enum"])


def headers_of(operation: dict[str, Any]) -> set[str]:
    return {said["name"] for said in operation["parameters"] if said["in"] == "header"}


def test_what_takes_a_key_says_how_it_refuses_one(paths: dict[str, Any]) -> None:
    once = {
        path: methods["post"]
        for path, methods in paths.items()
        if "post" in methods and "Idempotency-Key" in headers_of(methods["post"])
    }
    assert f"{API}/applications" in once
    assert f"{API}/payouts" in once
    for path, operation in once.items():
        assert codes_of(operation, "409") >= {"idempotency_conflict", "in_progress"}, path


def test_login_takes_no_key(paths: dict[str, Any]) -> None:
    login = paths[f"{API}/session/wechat"]["post"]
    assert "Idempotency-Key" not in headers_of(login)
    assert "409" not in login["responses"]


def test_the_same_paper_again_is_described(paths: dict[str, Any]) -> None:
    upload = paths[f"{API}/applications/{{application_id}}/evidence"]["post"]["responses"]
    assert upload["200"]["content"] == upload["201"]["content"]


def test_the_particulars_name_their_precondition(paths: dict[str, Any]) -> None:
    change = paths[f"{API}/applications/{{application_id}}/particulars"]["put"]
    assert "If-Match" in headers_of(change)
    assert codes_of(change, "428") == {"version_missing"}


async def test_a_read_described_as_cached_answers_304(world: World, paths: dict[str, Any]) -> None:
    plain = [
        path
        for path, methods in paths.items()
        if "304" in methods.get("get", {"responses": {}})["responses"] and "{" not in path
    ]
    assert f"{API}/programmes" in plain
    for path in plain:
        where = path.removeprefix(API) if path.startswith(API) else f"/{path}"
        first = await world.anyone.get(where)
        again = await world.anyone.get(where, headers={"If-None-Match": first.headers["etag"]})
        assert again.status == 304, path
        assert "If-None-Match" in headers_of(paths[path]["get"]), path
