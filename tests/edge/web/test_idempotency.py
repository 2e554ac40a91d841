"""The same key gives the same resource; another body, a running twin or a bad key do not."""

from typing import Any

import pytest
from aiohttp import ClientSession

from storage.postgres.core.idempotency import current_once
from tests.edge.web.conftest import Running, token
from tests.edge.web.problems import problem

PATH = "/api/v1/offers"
BODY = {"name": "诊断", "plans": []}


async def post(client: ClientSession, key: str | None, body: Any = BODY) -> Any:
    headers = token("enterprise") | ({} if key is None else {"idempotency-key": key})
    return await client.post(PATH, json=body, headers=headers)


async def test_a_repeat_gives_the_resource_as_it_is_now(
    client: ClientSession, edge: Running
) -> None:
    first = await post(client, "k-1")
    (thing,) = edge.world.things
    edge.world.things[thing] = "renamed"
    again = await post(client, "k-1")
    assert (first.status, again.status) == (201, 201)
    assert await again.json() == {"id": str(thing), "name": "renamed"}
    assert len(edge.world.things) == 1


async def test_other_keys_and_none_make_others(client: ClientSession, edge: Running) -> None:
    for key in ("k-1", "k-2", None, None):
        assert (await post(client, key)).status == 201
    assert len(edge.world.things) == 4
    assert current_once.get() is None


async def test_another_body_conflicts(client: ClientSession) -> None:
    await post(client, "k-1")
    refused = await post(client, "k-1", BODY | {"name": "other"})
    await problem(refused, 409, "idempotency_conflict")


async def test_the_running_twin(client: ClientSession, edge: Running) -> None:
    edge.world.running.add("k-1")
    await problem(await post(client, "k-1"), 409, "in_progress")
    edge.world.running.clear()
    assert (await post(client, "k-1")).status == 201


async def test_a_refusal_is_not_kept(client: ClientSession, edge: Running) -> None:
    late = BODY | {"name": "late"}
    await problem(await post(client, "k-1", late), 409, "window_closed")
    assert (await post(client, "k-1")).status == 201
    assert len(edge.world.things) == 1


@pytest.mark.parametrize("key", ["x" * 129, "schlüssel", "a\tb"])
async def test_malformed_keys(client: ClientSession, key: str) -> None:
    refused = await problem(await post(client, key), 422, "invalid")
    assert refused["errors"][0]["field"] == "Idempotency-Key"  # type: ignore[index]
