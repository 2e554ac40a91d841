"""What every answer says to browsers and caches, whoever gives it and whatever it is."""

import re

import pytest

from server.edge.web.edge import EdgeOptions
from tests.edge.web.conftest import Running, running
from tests.edge.web.sample import World, sample_app
from tests.world.wire import send_raw

_LAST = b"Host: a\r\nConnection: close\r\n"
ASKED = {
    "a read": b"GET /api/v1/things HTTP/1.1\r\n",
    "a read that is kept": b"GET /api/v1/cached HTTP/1.1\r\n",
    "a head": b"HEAD /api/v1/things HTTP/1.1\r\n",
    "nothing new": b"GET /api/v1/cached HTTP/1.1\r\nIf-None-Match: *\r\n",
    "nothing at all": b"POST /api/v1/limited HTTP/1.1\r\nContent-Length: 0\r\n",
    "a file": b"GET /api/v1/content HTTP/1.1\r\nAuthorization: Bearer auditor\r\n",
    "a person's own": b"GET /api/v1/me HTTP/1.1\r\nAuthorization: Bearer enterprise\r\n",
    "nobody": b"GET /api/v1/me HTTP/1.1\r\n",
    "nowhere": b"GET /nowhere HTTP/1.1\r\n",
    "another method": b"TRACE /metrics HTTP/1.1\r\n",
    "a fault": b"GET /api/v1/broken HTTP/1.1\r\n",
    "a store that is away": b"GET /api/v1/stores/files HTTP/1.1\r\n",
    "no HTTP": b"rubbish\r\n",
    "too large": b"GET / HTTP/1.1\r\nX: " + b"y" * 20_000 + b"\r\n",
    "health": b"GET /health/ready HTTP/1.1\r\n",
    "figures": b"GET /metrics HTTP/1.1\r\n",
    "a page that is not built": b"GET /docs HTTP/1.1\r\n",
    "the description": b"GET /docs/openapi.json HTTP/1.1\r\n",
}
MAY_BE_KEPT = {"a read that is kept", "nothing new", "the description"}


def headers_of(said: bytes) -> dict[str, list[str]]:
    head = said.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    found: dict[str, list[str]] = {}
    for line in head:
        name, _, value = line.partition(": ")
        found.setdefault(name.lower(), []).append(value)
    return found


@pytest.mark.parametrize(("name", "asked"), ASKED.items(), ids=ASKED)
async def test_every_answer(edge: Running, name: str, asked: bytes) -> None:
    found = headers_of(await send_raw(edge.url("/"), asked + _LAST + b"\r\n"))
    assert found["x-content-type-options"] == ["nosniff"]
    assert found["referrer-policy"] == ["no-referrer"]
    (policy,) = found["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    (kept,) = found["cache-control"]
    assert ("no-store" in kept) is (name not in MAY_BE_KEPT)
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", found["x-request-id"][0])


async def test_also_with_methods_made_anew() -> None:
    """In production Sanic writes its methods again for the one application."""
    world = World()
    app = sample_app(world, EdgeOptions())
    app.config.TOUCHUP = True
    async with running(app, world) as edge:
        for name in ("a read", "nothing at all", "a file", "a head"):
            said = await send_raw(edge.url("/"), ASKED[name] + _LAST + b"\r\n")
            assert headers_of(said)["x-content-type-options"] == ["nosniff"]
