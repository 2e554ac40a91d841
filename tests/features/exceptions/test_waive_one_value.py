"""A waiver where each grade or object counts by itself: it names which, and opens that one only."""

from dataclasses import replace
from typing import Any

from tests.features.applications.whole_rules import (
    RONGCHANG,
    draft,
    firm_in,
    short,
    submitted,
)
from tests.world.application import World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Answer, uscc

DEMO = "demo-enterprise"


async def waivable(world: World) -> str:
    definition = short(city_definition(RONGCHANG))
    tracks = tuple(
        replace(track, exclusions=tuple(replace(rule, waivable=True) for rule in track.exclusions))
        for track in definition.tracks
    )
    return await publish_definition(world, replace(definition, tracks=tracks))


async def grant(world: World, edition: str, code: str, track: str, **body: Any) -> Answer:
    authority = await world.staff("authority")
    given = {"uscc": code, "track": track, "reason": "原认定企业分立，经研究同意", **body}
    return await authority.post(f"/programmes/{edition}/waivers", given)


async def test_it_opens_one_more_of_that_grade_only(world: World) -> None:
    edition, owner = await waivable(world), await world.sme()
    firm = await firm_in(owner, RONGCHANG)
    await submitted(owner, edition, DEMO, firm, grade="national")
    await submitted(owner, edition, DEMO, firm, grade="municipal")
    made = (await grant(world, edition, firm["uscc"], DEMO, facts={"grade": "national"})).ok(201)
    assert [slot["exclusion"].rpartition("=")[2] for slot in made["slots"]] == ["national"]
    (await draft(owner, edition, DEMO, firm, grade="municipal")).refused(409, "already_applied")
    await submitted(owner, edition, DEMO, firm, grade="national")
    (await draft(owner, edition, DEMO, firm, grade="national")).refused(409, "already_applied")


async def test_it_says_what_is_missing_or_wrong(world: World) -> None:
    edition = await waivable(world)
    for facts, code in (
        ({}, ("facts.grade", "missing")),
        ({"grade": "village"}, ("facts.grade", "not_an_option")),
        ({"grade": "national", "is_recognised": True}, ("facts.is_recognised", "unknown_field")),
    ):
        answer = await grant(world, edition, uscc(), DEMO, facts=facts)
        answer.refused(422, "invalid")
        assert answer.reasons() == {code}


async def test_a_tier_that_was_paid_is_not_opened_again(world: World) -> None:
    edition = await waivable(world)
    answer = await grant(world, edition, uscc(), "scale")
    answer.refused(409, "not_waivable")
    assert answer.reasons() == {("track", "once_per_tier")}


async def test_a_track_without_such_a_rule_has_nothing_to_waive(world: World) -> None:
    edition = await waivable(world)
    answer = await grant(world, edition, uscc(), "demo-base")
    answer.refused(409, "not_waivable")
    assert answer.reasons() == {("track", "no_rule")}
