"""Places of a grade and money of a pool: an approval takes its own, or is refused by name."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from server.features.verdicts import take_place as take_place_module
from storage.postgres.money import places as places_module
from storage.postgres.money.places import count_others
from tests.features.applications.whole_rules import (
    RONGCHANG,
    approve,
    firm_in,
    short,
    submitted,
)
from tests.world.application import World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Person
from tests.world.review_steps import shown

DEMO, TOP = "demo-enterprise", "top-ten"


async def edition_with(world: World, most: int, *, pooled: bool = True) -> str:
    """Rongchang with so many places for each grade, or district, that has a number.

    Without a pool, whose row approvals would wait for anyway.
    """
    definition = short(city_definition(RONGCHANG))
    tracks = []
    for track in definition.tracks:
        if track.places is not None:
            rows = tuple(
                replace(row, figure=replace(row.figure, value=most)) for row in track.places.rows
            )
            pool = track.pool if pooled else None
            track = replace(track, pool=pool, places=replace(track.places, rows=rows))
        tracks.append(track)
    return await publish_definition(world, replace(definition, tracks=tuple(tracks)))


async def handed_in(
    world: World, edition: str, track: str, **facts: Any
) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    firm = await firm_in(owner, RONGCHANG)
    return owner, await submitted(owner, edition, track, firm, **facts)


async def test_a_full_grade_is_named_and_others_are_not_full(world: World) -> None:
    edition = await edition_with(world, 2)
    made = [await handed_in(world, edition, DEMO, grade="district") for _ in range(3)]
    for _, one in made[:2]:
        (await approve(world, one)).ok()
    owner, third = made[2]
    (reason,) = (await approve(world, third)).refused(409, "exhausted")["errors"]
    assert (reason["field"], reason["code"]) == ("facts.grade", "exhausted")
    assert "区级" in reason["message"]
    assert "2 个" in reason["message"]
    assert reason["cite"] == "四(二)6"
    assert (await shown(owner, third))["status"] == "in_review"
    _, higher = await handed_in(world, edition, DEMO, grade="municipal")
    (await approve(world, higher)).ok()


async def test_a_place_that_was_given_up_is_free_again(world: World) -> None:
    edition = await edition_with(world, 1)
    (_, one), (_, two) = [await handed_in(world, edition, DEMO, grade="district") for _ in "ab"]
    (await approve(world, one)).ok()
    (await approve(world, two)).refused(409, "exhausted")
    authority = await world.staff("authority")
    (await authority.post(f"/applications/{one['id']}/revoke", {"reason": "弄虚作假"})).ok()
    (await approve(world, two)).ok()


async def test_another_edition_has_places_of_its_own(world: World) -> None:
    for edition in [await edition_with(world, 1) for _ in range(2)]:
        _, one = await handed_in(world, edition, DEMO, grade="district")
        (await approve(world, one)).ok()


async def test_places_of_a_district_count_what_the_register_knows(world: World) -> None:
    """Nobody states the district: it is the firm's record."""
    edition = await edition_with(world, 1)
    (_, one), (_, two) = [await handed_in(world, edition, TOP) for _ in "ab"]
    assert "registered_district" not in one["facts"]
    (await approve(world, one)).ok()
    (await approve(world, two)).refused(409, "exhausted")


async def test_of_approvals_at_once_as_many_pass_as_there_are_places(world: World) -> None:
    edition = await edition_with(world, 2, pooled=False)
    made = [await handed_in(world, edition, DEMO, grade="district") for _ in range(5)]
    answers = await asyncio.gather(*(approve(world, one) for _, one in made))
    assert sorted(answer.status for answer in answers) == [200, 200, 409, 409, 409]


async def test_without_the_lock_each_would_count_before_the_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_counted = asyncio.Barrier(2)

    async def count_together(*which: Any, **more: Any) -> int:
        found = await count_others(*which, **more)
        async with asyncio.timeout(30):
            await both_counted.wait()
        return found

    monkeypatch.setattr(places_module, "_HOLD", "SELECT $1::text")
    monkeypatch.setattr(take_place_module, "count_others", count_together)
    edition = await edition_with(world, 1, pooled=False)
    made = [await handed_in(world, edition, DEMO, grade="district") for _ in range(2)]
    answers = await asyncio.gather(*(approve(world, one) for _, one in made))
    assert [answer.status for answer in answers] == [200, 200]


@pytest.mark.parametrize(
    ("track", "facts", "most"),
    [("brand", {"brand_name": "荣昌猪"}, 5_000_000), ("demo-base", {}, 5_000_000)],
)
async def test_amounts_that_the_body_sets_stay_within_the_pool(
    world: World, track: str, facts: dict[str, Any], most: int
) -> None:
    """A range and an amount without a formula: 900 yuan above what is left is refused."""
    definition = short(city_definition(RONGCHANG))
    pools = tuple(replace(pool, budget_fen=most + 2_000_000) for pool in definition.pools)
    edition = await publish_definition(world, replace(definition, pools=pools))
    (_, one), (owner, two) = [await handed_in(world, edition, track, **facts) for _ in "ab"]
    (await approve(world, one, award_fen=most)).ok()
    refused = await approve(world, two, award_fen=2_090_000)
    refused.refused(409, "exhausted")
    assert (await shown(owner, two))["award_fen"] in (0, None)
    (await approve(world, two, award_fen=2_000_000)).ok()
    (pool,) = await world.fetch(
        "SELECT locked_fen, budget_fen FROM pools WHERE edition_id = $1", edition
    )
    assert pool["locked_fen"] == pool["budget_fen"]


async def test_amounts_at_once_stay_within_the_pool(world: World) -> None:
    definition = short(city_definition(RONGCHANG))
    pools = tuple(replace(pool, budget_fen=7_000_000) for pool in definition.pools)
    edition = await publish_definition(world, replace(definition, pools=pools))
    made = [await handed_in(world, edition, "demo-base") for _ in range(4)]
    answers = await asyncio.gather(*(approve(world, one, award_fen=3_000_000) for _, one in made))
    assert sorted(answer.status for answer in answers) == [200, 200, 409, 409]
