"""The sample configuration of docs/operations.md, run by nginx as it stands there."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.edge.web.arrival import Patience
from server.edge.web.edge import EdgeOptions
from server.edge.web.site import read_site
from server.edge.web.sites import CONSOLE, MINIPROGRAM
from tests.edge.web.conftest import Running, running
from tests.edge.web.dripping import drip
from tests.edge.web.nginx import HOST, NGINX, nginx_before
from tests.edge.web.sample import World, sample_app

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")

_LOGIN = b"Authorization: Bearer enterprise\r\n"


@dataclass(frozen=True)
class Front:
    """nginx before a sample server; `plain` is its port without TLS."""

    edge: Running
    port: int
    plain: int


@asynccontextmanager
async def proxied(folder: Path, options: EdgeOptions) -> AsyncIterator[Front]:
    world = World()
    async with (
        running(sample_app(world, options), world) as edge,
        nginx_before(edge.port, folder) as (port, plain),
    ):
        yield Front(edge, port, plain)


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    async with proxied(tmp_path, EdgeOptions(patience=Patience(body_seconds=0.5))) as made:
        yield made


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def ask(front: Front, target: str, more: bytes = b"") -> tuple[int, str, dict[str, object]]:
    """Status, head and JSON of one answer."""
    said = await drip(
        front.port,
        f"GET {target} HTTP/1.1\r\nHost: {HOST}\r\n".encode() + more + b"Connection: close\r\n\r\n",
        b"",
        ssl=_trusting(),
        every_s=0.1,
    )
    head, _, body = said.partition(b"\r\n\r\n")
    told = json.loads(body) if body.startswith(b"{") else {}
    return int(head.split()[1]), head.decode().lower(), told


SHUT = [
    *("/metrics", "/metrics/", "//metrics", "/%6detrics", "/Metrics", "/METRICS", "/x/../metrics"),
    *("/health/ready", "/health/ready/", "//health/ready", "/health//ready", "/health/%72eady"),
    *("/api/v1/../../metrics", "/api/v1/%2e%2e/%2e%2e/metrics", "/api/v1/..%2f..%2fmetrics"),
    *("/docs/../metrics", "/metrics;x", "/metrics%00", "/metrics%20", "/./metrics", "/metrics?x=y"),
    *("/m/../metrics", "/m/%2e%2e/metrics", "/m/..%2fmetrics", "/m//../metrics", "/mm"),
    *("/health/live/../ready", "/wechat/push/../../metrics", "/nowhere", "/health/live/"),
]


async def test_what_is_not_for_outside_is_not_there(front: Front) -> None:
    for target in SHUT:
        status, head, told = await ask(front, target)
        assert status in (400, 404), target
        assert "application/problem+json" in head, target
        assert told["code"] in ("not_found", "bad_request"), target
        assert "\r\nstrict-transport-security: max-age=31536000\r\n" in head + "\r\n", target


async def test_what_is_for_outside_is_answered(front: Front) -> None:
    for target in ("/api/v1/cached", "/docs/openapi.json", "/health/live"):
        status, head, _ = await ask(front, target, b"X-Request-Id: mine-1234\r\n")
        assert status == 200, target
        assert head.count("\r\nx-request-id: mine-1234") == 1
        for name in ("strict-transport-security", "x-content-type-options", "referrer-policy"):
            assert head.count(f"\r\n{name}: ") == 1, (target, name)


async def test_pages_for_browsers_pass_as_the_server_gives_them(tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    for name in ("index.html", "docs.html"):
        (tmp_path / "built" / name).write_text("<title>m</title>")
    sites = tuple(read_site(tmp_path / "built", site) for site in (MINIPROGRAM, CONSOLE))
    async with proxied(tmp_path, EdgeOptions(sites=sites)) as front:
        for site in sites:
            status, head, _ = await ask(front, f"{site.at}/?scene=p.1")
            assert (status, head.count("\r\ncontent-security-policy: ")) == (200, 1)
            assert f"content-security-policy: {site.policy}\r\n" in head
            status, head, _ = await ask(front, f"{site.at}?scene=p.1")
            assert (status, f"\r\nlocation: {site.at}/?scene=p.1\r\n" in head) == (308, True)
            status, head, _ = await ask(front, f"{site.at}/nothing.js")
            assert (status, "application/problem+json" in head) == (404, True)
        for target in ("/console/reviews/1", "/docs"):
            assert (await ask(front, target))[0] == 200, target


async def test_what_nginx_refuses_is_a_problem_with_an_id(front: Front) -> None:
    _, head, told = await ask(front, "/nowhere", b"X-Request-Id: not well formed\r\n")
    assert f"\r\nx-request-id: {told['request_id']}" in head
    assert told["status"] == 404
    status, _, told = await ask(front, "/api/v1/cached", b"Content-Length: 30000000\r\n")
    assert (status, told["code"]) == (413, "too_large")


async def test_without_a_server_it_says_so(tmp_path: Path) -> None:
    async with proxied(tmp_path, EdgeOptions()) as front:
        front.edge.stop.set()
        await asyncio.wait_for(front.edge.serving, 30)
        status, head, told = await ask(front, "/api/v1/cached")
        assert (status, told["code"], told["status"]) == (503, "unavailable", 503)
        assert "\r\nretry-after: 5" in head


async def test_plain_http_leads_to_tls_of_this_host_only(front: Front) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", front.plain)
    writer.write(b"GET /api/v1/x?y HTTP/1.1\r\nHost: " + HOST.encode() + b"\r\n\r\n")
    said = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    assert said.startswith("HTTP/1.1 308 ")
    assert f"\r\nLocation: https://{HOST}/api/v1/x?y\r\n" in said


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_old_versions_of_tls_are_refused(front: Front) -> None:
    old = _trusting()
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises((ssl.SSLError, ConnectionError)):
        await asyncio.open_connection("127.0.0.1", front.port, ssl=old)


async def test_a_body_that_trickles_is_cut(front: Front) -> None:
    said = await drip(
        front.port,
        b"POST /api/v1/offers HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + _LOGIN
        + b"Content-Length: 4000\r\n\r\n",
        b" ",
        ssl=_trusting(),
        every_s=0.1,
    )
    assert said.startswith(b"HTTP/1.1 408 "), said


async def test_a_head_that_trickles_is_cut(front: Front) -> None:
    said = await drip(
        front.port,
        b"GET /api/v1/cached HTTP/1.1\r\nHost: a\r\nX: ",
        b"y",
        ssl=_trusting(),
        every_s=0.1,
    )
    assert not said.startswith(b"HTTP/1.1 200 ")


async def test_one_address_has_its_share(front: Front) -> None:
    async def held() -> asyncio.StreamWriter:
        _, writer = await asyncio.open_connection("127.0.0.1", front.port, ssl=_trusting())
        writer.write(
            b"POST /api/v1/held HTTP/1.1\r\nHost: a\r\n" + _LOGIN + b"Content-Length: 0\r\n\r\n"
        )
        return writer

    # More than the share: some of them are refused, and so is whoever comes then.
    writers = [await held() for _ in range(80)]
    await asyncio.wait_for(front.edge.world.entered.wait(), 30)
    async with asyncio.timeout(60):
        while (answer := await ask(front, "/api/v1/cached"))[0] != 429:
            pass
    assert answer[2]["code"] == "rate_limited"
    assert "\r\nretry-after: 5" in answer[1]
    front.edge.world.gate.set()
    for writer in writers:
        writer.close()
