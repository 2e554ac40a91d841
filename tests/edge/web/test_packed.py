"""Prepared answers by gzip for who takes it, as they are for who does not, 304 for either."""

import asyncio
import gzip
import random
from types import SimpleNamespace
from typing import Any

import pytest

from server.edge.web.codings import takes
from server.edge.web.packed import Prepared
from server.edge.web.rendered import RenderedCache

LONG = b'{"a":"' + b"abc " * 5000 + b'"}'


def asking(target: str = "/a", **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(raw_url=target.encode(), english=False, headers=given)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.5".lower(), True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("x-gzipped", False),
        ("br", False),
        ("*", False),
        ("", False),
        (None, False),
    ],
)
def test_gzip_only_for_who_takes_it(given: str | None, taken: bool) -> None:
    assert takes("gzip", given) is taken


async def test_a_long_answer_goes_packed_and_each_form_has_its_tag() -> None:
    prepared = Prepared(LONG)
    plain = await prepared.reply(asking())
    packed = await prepared.reply(asking(accept_encoding="gzip"))
    assert plain.body == LONG
    assert "content-encoding" not in plain.headers
    assert packed.body is not None
    assert gzip.decompress(packed.body) == LONG
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(LONG) // 10
    assert plain.headers["etag"] != packed.headers["etag"]
    for known in (plain.headers["etag"], packed.headers["etag"], "*"):
        again = await prepared.reply(asking(accept_encoding="gzip", if_none_match=known))
        assert (again.status, again.body) == (304, b"")
    assert (await prepared.reply(asking(if_none_match='"x"'))).status == 200


@pytest.mark.parametrize("body", [b"{}", random.Random(1).randbytes(5000)])
async def test_a_short_or_dense_one_stays_as_it_is(body: bytes) -> None:
    answer = await Prepared(body).reply(asking(accept_encoding="gzip"))
    assert answer.body == body
    assert "content-encoding" not in answer.headers


async def test_what_is_rendered_again_alike_is_not_packed_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = []
    compress = gzip.compress
    monkeypatch.setattr(
        "server.edge.web.packed.gzip.compress",
        lambda *given, **more: times.append(1) or compress(*given, **more),
    )
    cache = RenderedCache(seconds=0)

    async def render() -> bytes:
        return LONG

    for _ in range(3):
        answer = await cache.reply(asking(accept_encoding="gzip"), render)
        assert answer.headers["vary"] == "accept-language, accept-encoding"
    assert len(times) == 1


async def test_only_so_many_bytes_are_kept() -> None:
    cache, times = RenderedCache(most_bytes=2 * len(LONG)), []

    async def render() -> bytes:
        times.append(1)
        return LONG

    for target in ("/1", "/2", "/3", "/3", "/1"):
        await cache.reply(asking(target), render)
    assert len(times) == 4


async def test_what_is_forgotten_before_it_began_is_answered_and_not_kept() -> None:
    """A change between the first asking and the render's first step: it may show the state before."""
    cache, rendered = RenderedCache(seconds=60), [b"before", b"after"]

    async def render() -> bytes:
        return rendered.pop(0)

    first = asyncio.create_task(cache.reply(asking(), render))
    await asyncio.sleep(0)
    cache.forget()
    assert (await first).body == b"before"
    assert (await cache.reply(asking(), render)).body == b"after"
