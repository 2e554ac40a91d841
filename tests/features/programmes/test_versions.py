"""Versions of an edition's rules: what each changed, in both languages, page by page."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from models.programme.file import definition_hash
from models.rules.terms.programme import EditionDefinition
from server.clock import Clock
from server.features.programmes.publish import publish_editions
from tests.world.application import World
from tests.world.client import told
from tests.world.market import read
from tests.world.shipped import compiled


def with_rate(definition: EditionDefinition, rate_bp: int) -> EditionDefinition:
    """The expansion grant at another rate."""
    tracks = tuple(
        replace(
            track,
            award=replace(track.award, figures=(replace(track.award.figures[0], value=rate_bp),)),
        )
        if track.code == "expansion"
        else track
        for track in definition.tracks
    )
    return replace(definition, tracks=tracks)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def versions(market: World) -> AsyncIterator[list[EditionDefinition]]:
    """Three versions of 2019: as shipped, with another rate, and with other days to correct."""
    first = compiled("2019", Clock().today())
    second = with_rate(first, 1500)
    third = replace(second, edition=replace(second.edition, correction_workdays=9))
    async with market.as_owner():
        for definition in (second, third, third):
            await publish_editions([definition], clock=Clock())
    market.ports.rendered.forget()
    yield [first, second, third]


PATH = "/programmes/sh-shuangtui-2019/versions"


async def test_each_version_says_what_it_changed(
    market: World, versions: list[EditionDefinition]
) -> None:
    found = await read(market, PATH)
    assert [item["number"] for item in found["items"]] == [3, 2, 1]
    assert [item["hash"] for item in found["items"]] == [
        definition_hash(one) for one in reversed(versions)
    ]
    assert [item["changes"] for item in found["items"]] == [
        ["补正期限（工作日）：由“5（假定）”改为“9（假定）”"],
        ["expansion · 补助比例：由“10%（假定）”改为“15%（假定）”"],
        [],
    ]
    assert found["next_cursor"] is None


async def test_a_page_ends_where_the_next_begins(
    market: World, versions: list[EditionDefinition]
) -> None:
    whole = (await read(market, PATH))["items"]
    first = await read(market, PATH, limit="2")
    assert first["items"] == whole[:2]
    rest = await read(market, PATH, limit="2", cursor=first["next_cursor"])
    assert (rest["items"], rest["next_cursor"]) == (whole[2:], None)


async def test_in_english_and_for_nobodys_edition(
    market: World, versions: list[EditionDefinition]
) -> None:
    status, found = await told(market.anyone, "GET", PATH, **{"accept-language": "en"})
    assert status == 200
    assert found["items"][1]["changes"] == [
        "expansion · rate: “10% (assumed)” became “15% (assumed)”"
    ]
    assert (await told(market.anyone, "GET", "/programmes/nobody-2000/versions"))[0] == 404
    for cursor in ("garbage", "WzEwMDAwMDAwMDAwMDAwMDAwMDBd", "WyJ4Il0"):
        assert (await told(market.anyone, "GET", f"{PATH}?cursor={cursor}"))[0] == 422
