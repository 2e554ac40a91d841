"""Rendered answers: one rendering however many ask, nothing stale after a change."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from server.edge.web.rendered import RenderedCache
from server.errors import NotFound


def asking(target: str = "/a", *, english: bool = False, **headers: str) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(raw_url=target.encode(), english=english, headers=given)


class Kitchen:
    """Counts how often it renders; holds each until `open` is set."""

    def __init__(self) -> None:
        self.times = 0
        self.open = asyncio.Event()
        self.begun = asyncio.Event()

    async def __call__(self) -> bytes:
        self.times += 1
        times = self.times
        self.begun.set()
        await self.open.wait()
        return b'{"times":%d}' % times


async def test_many_ask_and_one_renders() -> None:
    cache, kitchen = RenderedCache(), Kitchen()
    asked = [asyncio.create_task(cache.reply(asking(), kitchen)) for _ in range(20)]
    await kitchen.begun.wait()
    kitchen.open.set()
    answers = await asyncio.gather(*asked)
    assert {answer.body for answer in answers} == {b'{"times":1}'}
    assert (await cache.reply(asking(), kitchen)).body == b'{"times":1}'


async def test_targets_and_languages_are_kept_apart() -> None:
    cache, kitchen = RenderedCache(), Kitchen()
    kitchen.open.set()
    for request in (asking(), asking("/a?q=1"), asking(english=True), asking()):
        await cache.reply(request, kitchen)
    assert kitchen.times == 3


async def test_nothing_is_kept_without_time() -> None:
    cache, kitchen = RenderedCache(seconds=0), Kitchen()
    kitchen.open.set()
    await cache.reply(asking(), kitchen)
    assert (await cache.reply(asking(), kitchen)).body == b'{"times":2}'


async def test_who_hangs_up_does_not_take_the_answer_from_others() -> None:
    cache, kitchen = RenderedCache(), Kitchen()
    leaves = asyncio.create_task(cache.reply(asking(), kitchen))
    await kitchen.begun.wait()
    stays = asyncio.create_task(cache.reply(asking(), kitchen))
    leaves.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaves
    kitchen.open.set()
    assert (await stays).body == b'{"times":1}'


async def test_what_was_begun_before_a_change_is_not_kept() -> None:
    cache, kitchen = RenderedCache(), Kitchen()
    early = asyncio.create_task(cache.reply(asking(), kitchen))
    await kitchen.begun.wait()
    cache.forget()
    late = asyncio.create_task(cache.reply(asking(), kitchen))
    kitchen.open.set()
    assert (await early).body == b'{"times":1}'
    assert (await late).body == b'{"times":2}'
    assert (await cache.reply(asking(), kitchen)).body == b'{"times":2}'


async def test_a_refusal_reaches_all_and_is_not_kept() -> None:
    cache, kitchen = RenderedCache(), Kitchen()

    async def refuse() -> bytes:
        await kitchen()
        raise NotFound()

    asked = [asyncio.create_task(cache.reply(asking(), refuse)) for _ in range(3)]
    await kitchen.begun.wait()
    kitchen.open.set()
    refused = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in refused] == [NotFound] * 3
    assert (await cache.reply(asking(), kitchen)).status == 200


async def test_only_so_many_are_kept_and_the_oldest_go() -> None:
    cache, kitchen = RenderedCache(most=2), Kitchen()
    kitchen.open.set()
    for target in ("/1", "/2", "/3", "/3", "/2", "/1"):
        await cache.reply(asking(target), kitchen)
    assert kitchen.times == 4


async def test_who_has_it_already_gets_304() -> None:
    cache, kitchen = RenderedCache(), Kitchen()
    kitchen.open.set()
    etag = (await cache.reply(asking(), kitchen)).headers["etag"]
    again = await cache.reply(asking(if_none_match=f'"x", W/{etag}'), kitchen)
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == etag
    other = await cache.reply(asking(if_none_match='"x"'), kitchen)
    assert other.status == 200
