"""The description, health, metrics and log lines that the edge adds to every application."""

import json
import os
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiohttp import ClientSession
from sanic import Sanic
from sanic.response import HTTPResponse

from server.audiences import Audience, blueprint
from server.edge.web.describe import describe
from server.edge.web.edge import EdgeOptions, UnguardedRoute
from server.edge.web.log_writer import LogWriter
from server.edge.web.replies import reply_nothing
from server.edge.web.request import ApiRequest
from server.edge.web.routes import RouteError
from tests.edge.web.conftest import Running, running, token
from tests.edge.web.log_lines import lines_of
from tests.edge.web.sample import USERS, World, sample_app


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(inner) for inner in value.values()))
    return (
        set().union(*(references(inner) for inner in value)) if isinstance(value, list) else set()
    )


async def test_the_description_covers_every_route(client: ClientSession, edge: Running) -> None:
    document = await (await client.get("/docs/openapi.json")).json()
    described = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }
    served = {
        (method, "/" + re.sub(r"<(\w+)(:\w+)?>", r"{\1}", route.path))
        for route in edge.app.router.routes
        for method in route.methods
        if method != "HEAD"
    }
    assert described == served
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) <= known
    assert "#/components/schemas/Problem" in references(document)


async def test_an_operation_says_what_it_takes_and_refuses(client: ClientSession) -> None:
    document = await (await client.get("/docs/openapi.json")).json()
    offers = document["paths"]["/api/v1/offers"]["post"]
    assert offers["security"] == [{"bearer": []}, {"cookie": []}]
    assert set(offers["responses"]) == {
        "201",
        "401",
        "403",
        "409",
        "413",
        "415",
        "422",
        "426",
        "503",
    }
    codes = offers["responses"]["409"]["content"]["application/problem+json"]["schema"]["allOf"][1]
    assert "window_closed" in codes["properties"]["code"]["enum"]
    names = {said["name"] for said in document["paths"]["/api/v1/things"]["get"]["parameters"]}
    assert names == {"limit", "cursor", "district"}
    papers = document["paths"]["/api/v1/papers"]["post"]["requestBody"]["content"]
    assert list(papers) == ["multipart/form-data"]


async def test_the_viewer_is_built_with_the_console(client: ClientSession) -> None:
    answer = await client.get("/docs")
    assert (answer.status, answer.content_type) == (503, "text/html")
    assert "make console" in await answer.text()


async def test_what_concerns_all_operations_stands_before_them(client: ClientSession) -> None:
    document = await (await client.get("/docs/openapi.json")).json()
    assert "Idempotency-Key" in document["info"]["description"]
    told = {tag["name"]: tag["description"] for tag in document["tags"]}
    used = {
        tag
        for methods in document["paths"].values()
        for operation in methods.values()
        for tag in operation["tags"]
    }
    assert set(told) == used
    assert next(iter(told)) == "public"
    assert document["paths"]["/health/live"]["get"]["tags"] == ["process"]


async def test_readiness(client: ClientSession, edge: Running) -> None:
    async def ask() -> tuple[int, str, dict[str, str]]:
        answer = await client.get("/health/ready")
        said = await answer.json()
        return answer.status, said["state"], {k: v["state"] for k, v in said["parts"].items()}

    assert (await client.get("/health/live")).status == 200
    assert await ask() == (200, "ready", {"database": "up", "redis": "up"})
    edge.world.redis_up = False
    assert await ask() == (200, "degraded", {"database": "up", "redis": "down"})
    edge.world.postgres_up = False
    assert await ask() == (503, "down", {"database": "down", "redis": "down"})
    assert (await client.get("/health/ready")).headers["retry-after"] == "5"
    assert (await client.get("/health/live")).status == 200


async def test_metrics_count_by_pattern(client: ClientSession) -> None:
    await client.get("/api/v1/offers/secret-id", headers=token("enterprise"))
    await client.get("/api/v1/cached")
    text = await (await client.get("/metrics")).text()
    route = 'method="GET",route="/api/v1/offers/<offer_id>"'
    assert f'shuangtui_http_requests_total{{{route},status="404"}} 1.0' in text
    assert f'shuangtui_http_request_seconds_bucket{{le="+Inf",{route}}} 1.0' in text
    assert "secret-id" not in text


async def test_log_lines_carry_no_personal_data(tmp_path: Path) -> None:
    world, path = World(), tmp_path / "log"
    log = LogWriter(os.open(path, os.O_WRONLY | os.O_CREAT))
    app = sample_app(world, EdgeOptions(log=log))
    async with running(app, world) as edge, ClientSession() as session:
        headers = token("enterprise") | {"x-request-id": "mine-0001"}
        await session.get(edge.url("/api/v1/offers/13800001234?phone=13900001234"), headers=headers)
        await session.request("BREW", edge.url("/13800001234"))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/api/v1/offers/<offer_id>", 404),
        ("OTHER", "unmatched", 404),
    ]
    assert lines[0]["request_id"] == "mine-0001"
    assert UUID(lines[0]["user_id"]) == USERS["enterprise"].user_id
    assert lines[1]["user_id"] is None
    text = path.read_text()
    assert "13800001234" not in text
    assert "13900001234" not in text


def test_other_log_lines_are_json_too() -> None:
    with lines_of("tests.web.lines") as (logger, stream):
        try:
            raise ValueError("two\nlines")
        except ValueError:
            logger.exception("坏了")
    (line,) = stream.getvalue().splitlines()
    said = json.loads(line)
    assert (said["level"], said["message"]) == ("error", "坏了")
    assert said["traceback"].endswith("ValueError")
    assert "test_other_log_lines_are_json_too" in said["traceback"]


def test_our_own_lines_say_what_they_are_about() -> None:
    about = {"api": "jscode2session", "errcode": "40029", "rid": None}
    for name, shown in (("server.edge.wechat.transport", True), ("some.library", False)):
        with lines_of(name) as (logger, stream):
            logger.warning("did not succeed", extra=about)
        said = json.loads(stream.getvalue())
        assert (said.items() >= about.items()) is shown
        assert shown or not said.keys() & about.keys()


async def test_a_route_without_audience_stops_the_start() -> None:
    world = World()
    app: Sanic = sample_app(world)

    @app.get("/unguarded")
    async def unguarded(request: ApiRequest) -> HTTPResponse:
        return reply_nothing()

    with pytest.raises(UnguardedRoute, match="/unguarded"):
        async with running(app, world):
            pass


def test_incomplete_routes_are_refused_at_import() -> None:
    routes = blueprint("incomplete", Audience.ENTERPRISE)

    async def bare(request: ApiRequest) -> HTTPResponse:
        return reply_nothing()

    @describe("试验", "Creates", status=201)
    async def creates(request: ApiRequest) -> HTTPResponse:
        return reply_nothing()

    @describe("试验", "Untyped", status=204)
    async def untyped(request: ApiRequest, thing_id) -> HTTPResponse:  # type: ignore[no-untyped-def]
        return reply_nothing()

    with pytest.raises(RouteError, match="@describe"):
        routes.get("/bare")(bare)
    with pytest.raises(RouteError, match="present="):
        routes.post("/creates")(creates)
    with pytest.raises(RouteError, match="annotate thing_id"):
        routes.get("/untyped/<thing_id>")(untyped)
