"""No answer is a 5xx or one that the description forbids, whatever schemathesis makes of it."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.hostile.described import Said, everybody, run, visitors
from tests.rush.size import PROVING
from tests.world.doors import Door
from tests.world.installation import Installation
from tests.world.neighbours import Neighbours

_AT_ONCE = 2
_LONG = ("--phases", "coverage,fuzzing,stateful", "--max-examples", "100")
_SHORT = ("--phases", "coverage")
_ESTIMATE = "/api/v1/programmes/{code}/tracks/{track}/estimate"


@pytest.mark.timeout(7200 if PROVING else 600)
async def test_answers_are_as_described(
    place: Installation, sides: Neighbours, doors: list[Door], tmp_path: Path
) -> None:
    """Each operation by one who may use it; proving, all by everybody, with random data as well."""
    turns = asyncio.Semaphore(_AT_ONCE)
    people = everybody(doors) if PROVING else visitors(doors)

    async def visit(who: str, tags: list[str]) -> Said:
        async with turns:
            options = _LONG if PROVING else _SHORT
            return await run(place.world.url, who, sides.here, tmp_path, tags, *options)

    said = await asyncio.gather(*(visit(who, tags) for who, tags in people.items()))
    for who, one in zip(people, said, strict=True):
        assert one.ended == 0, f"as {who}:\n{one.wrote[-20_000:]}"
    assert sum(one.cases for one in said) > 2_000
    assert '"status":500' not in place.log_of("server")


@pytest.mark.timeout(300)
async def test_an_answer_that_is_not_described_is_found(
    place: Installation, sides: Neighbours, tmp_path: Path
) -> None:
    """The control: a description that lacks a status which does occur."""
    document = (await place.world.anyone.get("//docs/openapi.json")).ok()
    estimate = document["paths"][_ESTIMATE]
    del estimate["post"]["responses"]["422"]
    document["paths"] = {_ESTIMATE: estimate}
    described = tmp_path / "described.json"
    described.write_text(json.dumps(document), "utf-8")
    found = await run(
        *(place.world.url, "nobody", sides.here, tmp_path, ["public"], *_SHORT),
        document=str(described),
    )
    assert found.ended == 1, found.wrote
    assert "Undocumented status code" in found.wrote, found.wrote
