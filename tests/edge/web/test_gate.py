"""Maintenance and apps that are too old: turned back before anything else, health and docs excepted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from server.clock import Clock
from server.edge.web.gate import Closing, Gate, Version, read_version
from tests.edge.web.conftest import Running

NOW = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)


def let(edge: Running, *, oldest: str = "", closed: Closing | None = None) -> None:
    gate = Gate(Clock(lambda: NOW), oldest)
    gate.closed = closed
    edge.app.ctx.edge = replace(edge.app.ctx.edge, gate=gate)


async def test_maintenance_answers_every_call_but_health_and_docs(
    edge: Running, client: ClientSession
) -> None:
    let(edge, closed=Closing(NOW + timedelta(hours=2)))
    for path in ("things", "cached", "me"):
        answer = await client.get(f"/api/v1/{path}")
        told = await answer.json(content_type=None)
        assert (answer.status, told["code"]) == (503, "maintenance")
        assert answer.headers["retry-after"] == "900"
        assert "2026年12月1日 06:00" in told["detail"]
    english = await client.get("/api/v1/things", headers={"accept-language": "en"})
    assert "2026-12-01 06:00" in (await english.json(content_type=None))["detail"]
    for path in ("/health/live", "/health/ready", "/metrics", "/docs/openapi.json"):
        assert (await client.get(path)).status == 200
    let(edge)
    assert (await client.get("/api/v1/things")).status == 200


@pytest.mark.parametrize(
    ("until", "seconds"), [(None, "60"), (timedelta(minutes=-5), "60"), (timedelta(0.0001), "9")]
)
async def test_it_says_when_to_ask_again(
    edge: Running, client: ClientSession, until: timedelta | None, seconds: str
) -> None:
    let(edge, closed=Closing(None if until is None else NOW + until))
    answer = await client.get("/api/v1/things")
    assert (answer.status, answer.headers["retry-after"]) == (503, seconds)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("miniprogram/1.1.9", 426),
        ("miniprogram/1.2.0", 200),
        ("miniprogram/1.10.0", 200),
        ("miniprogram/0.9.99", 426),
        ("console/0.1.0", 200),
        ("miniprogram/1", 200),
        ("x" * 8000, 200),
        (None, 200),
    ],
)
async def test_an_app_older_than_the_oldest_is_told_to_come_again_newer(
    edge: Running, client: ClientSession, said: str | None, status: int
) -> None:
    let(edge, oldest="1.2.0")
    headers = {} if said is None else {"client-version": said}
    answer = await client.get("/api/v1/things", headers=headers)
    assert answer.status == status
    if status == 426:
        assert (await answer.json(content_type=None))["code"] == "client_too_old"
    let(edge)
    assert (await client.get("/api/v1/things", headers=headers)).status == 200


@pytest.mark.parametrize(
    ("text", "version"),
    [("miniprogram/1.2.30", (1, 2, 30)), ("miniprogram/1.2", None), ("miniprogram/１.2.3", None)],
)
def test_only_three_numbers_are_a_version(text: str, version: Version | None) -> None:
    assert read_version(text) == version
