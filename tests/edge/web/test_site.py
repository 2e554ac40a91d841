"""A built client below its address: each file in the right form, and a page where there is none."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from server.edge.web.edge import EdgeOptions
from server.edge.web.site import Site, read_site
from server.edge.web.sites import CONSOLE, MINIPROGRAM
from tests.edge.web.conftest import Running, running
from tests.edge.web.sample import World, sample_app
from tests.world.wire import send_raw

SCRIPT, PACKED = b"say('" + b"word" * 500 + b"')", b"as brotli would have it"
GZIPPED = gzip.compress(SCRIPT, mtime=0)
SCRIPT_NAME = "/m/assets/index-BfFUB2Kb.js"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>首页</title>", "utf-8")
    (tmp_path / "docs.html").write_text("<!doctype html><title>接口</title>", "utf-8")
    script = tmp_path / "assets" / "index-BfFUB2Kb.js"
    script.write_bytes(SCRIPT)
    script.with_name(f"{script.name}.br").write_bytes(PACKED)
    script.with_name(f"{script.name}.gz").write_bytes(GZIPPED)
    (tmp_path / "static" / "tab.svg").write_text("<svg/>", "utf-8")
    return tmp_path


@asynccontextmanager
async def _serving(folder: Path, site: Site = MINIPROGRAM) -> AsyncIterator[Running]:
    world = World()
    options = EdgeOptions(sites=(read_site(folder, site),))
    async with running(sample_app(world, options), world) as edge:
        yield edge


@pytest.fixture
async def site(built: Path) -> AsyncIterator[Running]:
    async with _serving(built) as edge:
        yield edge


@pytest.fixture
async def browser(site: Running) -> AsyncIterator[ClientSession]:
    async with ClientSession(site.url(""), auto_decompress=False) as session:
        yield session


@pytest.mark.parametrize("path", ["/m", "/m/", "/m/index.html", "/m?scene=p.1"])
async def test_the_first_page(browser: ClientSession, path: str) -> None:
    async with browser.get(path) as answer:
        assert answer.status == 200
        assert "首页" in await answer.text()
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
        policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy


async def test_its_address_alone_leads_there_with_what_was_asked(browser: ClientSession) -> None:
    async with browser.get("/m?scene=p.1&x=%E4%BA%91", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["location"]) == (308, "/m/?scene=p.1&x=%E4%BA%91")
        assert answer.headers["content-type"] != "None"


@pytest.mark.parametrize(
    ("takes", "coding", "body"),
    [
        ("gzip, deflate, br, zstd", "br", PACKED),
        ("gzip", "gzip", GZIPPED),
        ("br;q=0, GZIP;q=0.5", "gzip", GZIPPED),
        ("identity", None, SCRIPT),
        ("", None, SCRIPT),
    ],
)
async def test_the_smallest_form_that_is_taken(
    browser: ClientSession, takes: str, coding: str | None, body: bytes
) -> None:
    async with browser.get(SCRIPT_NAME, headers={"accept-encoding": takes}) as answer:
        assert (answer.status, answer.headers.get("content-encoding")) == (200, coding)
        got = await answer.read()
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"
        tag = answer.headers["etag"]
    assert got[10:] == body[10:]  # a gzip's head holds its time
    again = {"accept-encoding": takes, "if-none-match": tag}
    async with browser.get(SCRIPT_NAME, headers=again) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
        assert (answer.headers["etag"], answer.headers["vary"]) == (tag, "Accept-Encoding")


async def test_each_form_has_a_tag_of_its_own(browser: ClientSession) -> None:
    tags = set()
    for takes in ("br", "gzip", "identity"):
        async with browser.get(SCRIPT_NAME, headers={"accept-encoding": takes}) as answer:
            tags.add(answer.headers["etag"])
    assert len(tags) == 3


async def test_what_keeps_its_name_is_asked_for_each_time(browser: ClientSession) -> None:
    async with browser.head("/m/static/tab.svg") as answer:
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["content-type"] == "image/svg+xml"
        # Opened by itself it is a document: it may do nothing.
        policy = answer.headers["content-security-policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/m/nothing.js",
        "/m/assets",
        "/m/assets/",
        "/m/assets/index-BfFUB2Kb.js.br",
        "/m/../m/index.html",
        "/m/..%2f..%2fetc/passwd",
        "/m/%2e%2e/%2e%2e/etc/passwd",
        "/m/%69ndex.html",
        "/m//index.html",
        "/m/assets\\index-BfFUB2Kb.js",
        "/mm",
        "/m/" + "a" * 3000,
    ],
)
async def test_any_other_name_is_a_problem_document(site: Running, path: str) -> None:
    said = await send_raw(
        site.url("/"), f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
    )
    assert said.startswith(b"HTTP/1.1 404 ")
    assert b"content-type: application/problem+json\r\n" in said


async def test_the_api_is_found_beside_it(browser: ClientSession) -> None:
    async with browser.get("/api/v1/things") as answer:
        assert answer.status == 200
    async with browser.get("/api/v1/nowhere") as answer:
        assert (answer.status, answer.content_type) == (404, "application/problem+json")
    plain = {"accept-encoding": "identity"}
    async with browser.get("/docs/openapi.json", headers=plain) as answer:
        assert not [path for path in (await answer.json())["paths"] if path.split("/")[1] == "m"]


async def test_nothing_is_changed_there(browser: ClientSession) -> None:
    async with browser.post("/m/index.html") as answer:
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


async def test_where_it_is_not_built_a_page_says_so(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    async with _serving(tmp_path) as edge, ClientSession(edge.url("")) as session:
        async with session.get("/m") as answer:
            assert (answer.status, answer.content_type) == (503, "text/html")
            page = await answer.text()
            assert answer.headers["cache-control"] == "no-store"
        async with session.get("/m/pages/home") as answer:
            assert answer.status == 404
        async with session.get("/api/v1/things") as answer:
            assert answer.status == 200
    assert "网页还没有生成" in page
    assert "not built yet" in page
    assert "<code>make miniprogram</code>" in page


async def test_pages_with_addresses_of_their_own_all_begin_at_the_first(built: Path) -> None:
    async with _serving(built, CONSOLE) as edge, ClientSession(edge.url("")) as session:
        for path in ("/console", "/console/login?to=%2Freviews", "/console/reviews/a-1/papers"):
            async with session.get(path) as answer:
                assert answer.status == 200, path
                assert "首页" in await answer.text()
                assert answer.headers["cache-control"] == "no-cache"
                policy = answer.headers["content-security-policy"].split("; ")
        for path in ("/console/nothing.js", "/console/assets/gone-BfFUB2Kb.js", "/consoles"):
            async with session.get(path) as answer:
                assert (answer.status, answer.content_type) == (404, "application/problem+json")
        async with session.get("/docs") as answer:
            assert (answer.status, await answer.text()) == (
                200,
                "<!doctype html><title>接口</title>",
            )
            assert answer.headers["content-security-policy"].split("; ") == policy
    assert "unsafe" not in str(policy)
    assert {"frame-src blob:", "connect-src 'self'", "frame-ancestors 'none'"} <= set(policy)


async def test_each_of_them_says_that_it_is_not_built(tmp_path: Path) -> None:
    async with _serving(tmp_path, CONSOLE) as edge, ClientSession(edge.url("")) as session:
        for path, status in (("/console/reviews", 503), ("/console/index.js", 404)):
            async with session.get(path) as answer:
                assert answer.status == status
                assert (status == 503) == ("<code>make console</code>" in await answer.text())
