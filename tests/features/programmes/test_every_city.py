"""All shipped programmes side by side in one market: published together, judged as the cases say."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from models.rules.award.history import NOTHING
from server.features.programmes.publish import Published
from tests.features.programmes.every_city import publish_all
from tests.programmes.case_files import Case, all_cases, definition_of, programmes
from tests.world.application import World
from tests.world.client import told
from tests.world.market import read


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cities(market: World) -> AsyncIterator[list[Published]]:
    yield await publish_all(market)


def wrong(case: Case, status: int, answer: Any) -> str | None:
    """How an answer differs from the case, or None."""
    if status != 200:
        return f"{case.name}: {status} {answer}"
    failed = {one["id"] for one in answer["conditions"] if one["met"] is False}
    came = (answer["eligible"], answer["award_fen"], failed)
    wanted = (case.verdict, case.amount, set(case.fails))
    return None if came == wanted else f"{case.name}: {came}, not {wanted}"


async def test_all_are_published_together_and_again_without_a_change(
    market: World, cities: list[Published]
) -> None:
    assert [one.changed for one in cities] == [True] * len(programmes())
    assert [one.changed for one in await publish_all(market)] == [False] * len(programmes())
    for programme in programmes():
        shown = await read(market, f"/programmes/{programme}-cases")
        definition = definition_of(programme)
        browsed = [track.code for track in definition.tracks if track.renewal is None]
        assert [track["code"] for track in shown["tracks"]] == browsed


@pytest.mark.parametrize("programme", programmes())
async def test_every_case_comes_out_the_same_when_asked_from_outside(
    market: World, cities: list[Published], programme: str
) -> None:
    differing = []
    # What a firm had before is on record, not in an estimate.
    asked = [
        case for case in all_cases() if case.programme == programme and case.history == NOTHING
    ]
    for case in asked:
        body: dict[str, Any] = {"facts": dict(case.facts)}
        if case.region_class is not None:
            body["region_class"] = case.region_class
        path = f"/programmes/{programme}-cases/tracks/{case.track}/estimate"
        status, answer = await told(market.anyone, "POST", path, body)
        differing.append(wrong(case, status, answer))
    assert [one for one in differing if one is not None] == []
    assert len(differing) > 30
