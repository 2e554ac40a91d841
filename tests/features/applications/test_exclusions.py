"""What may not come together: per grade, object and tier, across tracks and programmes."""

import asyncio
from dataclasses import replace
from typing import Any

from models.rules.reasons import Text
from models.rules.terms.programme import Exclusion
from tests.features.applications.whole_rules import (
    LISHUI,
    RONGCHANG,
    approve,
    draft,
    facts_of,
    firm_in,
    published,
    ready,
    short,
    submit,
    submitted,
)
from tests.world.application import World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Person
from tests.world.review_steps import review_of

DEMO, STATION = "demo-enterprise", "rural-station"


async def firm(world: World, programme: str) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    return owner, await firm_in(owner, programme)


async def slots(world: World, application: dict[str, Any]) -> set[str]:
    rows = await world.fetch(
        "SELECT exclusion FROM entitlements WHERE application_id::text = $1"
        " AND released_at IS NULL",
        application["id"],
    )
    return {row["exclusion"] for row in rows}


async def test_each_grade_once_and_the_refusal_names_rule_and_application(world: World) -> None:
    edition, later = [await published(world, RONGCHANG) for _ in range(2)]
    owner, ours = await firm(world, RONGCHANG)
    one = await submitted(owner, edition, DEMO, ours, grade="district")
    higher = await submitted(owner, edition, DEMO, ours, grade="municipal")
    assert (one["award_fen"], higher["award_fen"]) == (2_000_000, 5_000_000)
    refused = (await draft(owner, later, DEMO, ours, grade="district")).refused(
        409, "already_applied"
    )
    (reason,) = refused["errors"]
    assert (reason["field"], reason["code"]) == ("each_grade", "once_per_enterprise")
    assert one["number"] in reason["message"]
    assert higher["number"] not in reason["message"]
    rule = city_definition(RONGCHANG).find_track(DEMO)
    assert rule is not None
    assert reason["cite"] == rule.exclusions[0].cite


async def test_a_draft_is_free_until_it_says_what_it_is_about(world: World) -> None:
    edition, later = [await published(world, RONGCHANG) for _ in range(2)]
    owner, ours = await firm(world, RONGCHANG)
    one = await submitted(owner, edition, DEMO, ours, grade="district")
    body = {
        "edition": later,
        "track": DEMO,
        "enterprise_id": ours["id"],
        "facts": facts_of(city_definition(RONGCHANG), DEMO),
    }
    two = (await owner.post("/applications", body)).ok(201)
    await owner.hand_over_papers(two)
    answer = await submit(owner, two)
    answer.refused(409, "incomplete")
    assert ("facts.grade", "missing") in answer.reasons()
    facts = {"facts": two["facts"] | {"grade": "district"}}
    match = {"If-Match": f'"{two["version"]}"'}
    (await owner.put(f"/applications/{two['id']}/particulars", facts, headers=match)).ok()
    refused = (await submit(owner, two)).refused(409, "already_applied")
    assert one["number"] in refused["errors"][0]["message"]


async def test_one_thing_spelled_otherwise_is_still_one_thing(world: World) -> None:
    edition = await published(world, LISHUI)
    owner, ours = await firm(world, LISHUI)
    await submitted(owner, edition, STATION, ours, station_name="大港头村 A1 服务站")
    same = await draft(owner, edition, STATION, ours, station_name=" 大港头村 A1 服务站")
    same.refused(409, "already_applied")
    other = await submitted(owner, edition, STATION, ours, station_name="碧湖村服务站")
    assert other["award_fen"] == 200_000


async def test_what_ended_gives_its_slot_back(world: World) -> None:
    edition = await published(world, RONGCHANG)
    owner, ours = await firm(world, RONGCHANG)
    one = await submitted(owner, edition, DEMO, ours, grade="national")
    (await owner.post(f"/applications/{one['id']}/withdraw")).ok()
    two = await submitted(owner, edition, DEMO, ours, grade="national")
    (await approve(world, two, verdict="reject", comment="认定文件有误")).ok()
    three = await submitted(owner, edition, DEMO, ours, grade="national")
    assert (await slots(world, one), await slots(world, two)) == (set(), set())
    assert len(await slots(world, three)) == 1


async def test_a_correction_moves_the_slot_to_what_it_is_about_now(world: World) -> None:
    edition = await published(world, RONGCHANG)
    owner, ours = await firm(world, RONGCHANG)
    one = await submitted(owner, edition, DEMO, ours, grade="national")
    authority = await world.staff("authority")
    review = await review_of(authority, one, "approve")
    items = [{"item": "facts.grade", "reason": "文件为市级"}]
    body = {"verdict": "return", "items": items}
    (await authority.post(f"/reviews/{review['id']}/decide", body)).ok()
    held = await submitted(owner, edition, DEMO, ours, grade="municipal")
    back = (await owner.get(f"/applications/{one['id']}")).ok()
    path, match = f"/applications/{one['id']}", {"If-Match": f'"{back["version"]}"'}
    facts = {"facts": back["facts"] | {"grade": "municipal"}}
    (await owner.put(f"{path}/particulars", facts, headers=match)).ok()
    refused = (await submit(owner, one)).refused(409, "already_applied")
    assert held["number"] in refused["errors"][0]["message"]
    assert [key.rpartition("=")[2] for key in await slots(world, one)] == ["national"]
    (await owner.post(f"/applications/{held['id']}/withdraw")).ok()
    assert (await submit(owner, one)).ok()["award_fen"] == 5_000_000
    assert [key.rpartition("=")[2] for key in await slots(world, one)] == ["municipal"]


async def test_an_appeal_takes_the_same_slot_again_or_is_told_who_holds_it(world: World) -> None:
    edition = await published(world, RONGCHANG)
    owner, ours = await firm(world, RONGCHANG)
    one = await submitted(owner, edition, DEMO, ours, grade="national")
    before = await slots(world, one)
    (await approve(world, one, verdict="reject", comment="认定文件有误")).ok()
    raised = (await owner.post(f"/applications/{one['id']}/appeal", {"reason": "文件属实"})).ok(201)
    two = await submitted(owner, edition, DEMO, ours, grade="national")
    authority, upheld = await world.staff("authority"), {"verdict": "upheld", "comment": "属实"}
    refused = (await authority.post(f"/appeals/{raised['id']}/decide", upheld)).refused(
        409, "already_applied"
    )
    assert two["number"] in refused["errors"][0]["message"]
    (await owner.post(f"/applications/{two['id']}/withdraw")).ok()
    (await authority.post(f"/appeals/{raised['id']}/decide", upheld)).ok()
    assert await slots(world, one) == before


async def grouped(world: World, programme: str, track: str, *, year: int) -> str:
    """The city with one track that must not be had together with others of its group."""
    rule = Exclusion(
        id="no_double",
        kind="no_stacking",
        text=Text("同一年度同类补助只能享受一项", "One grant of this kind a year"),
        group="tests",
        cite="四(七)",
    )
    definition = short(city_definition(programme), year=year)
    tracks = tuple(
        replace(it, exclusions=(rule,)) if it.code == track else it for it in definition.tracks
    )
    return await publish_definition(world, replace(definition, tracks=tracks))


async def test_one_of_a_group_in_a_year_whatever_the_programme(world: World) -> None:
    here = await grouped(world, RONGCHANG, DEMO, year=2041)
    there = await grouped(world, LISHUI, STATION, year=2041)
    next_year = await grouped(world, LISHUI, STATION, year=2042)
    owner, ours = await firm(world, LISHUI)
    one = await submitted(owner, here, DEMO, ours, grade="district")
    answer = await draft(owner, there, STATION, ours, station_name="甲村")
    (reason,) = answer.refused(409, "already_applied")["errors"]
    assert (reason["code"], reason["cite"]) == ("no_stacking", "四(七)")
    assert one["number"] in reason["message"]
    await submitted(owner, next_year, STATION, ours, station_name="甲村")
    stranger, theirs = await firm(world, LISHUI)
    await submitted(stranger, there, STATION, theirs, station_name="甲村")


async def test_of_two_at_once_for_the_same_thing_one_gets_in(world: World) -> None:
    editions = [await published(world, RONGCHANG) for _ in range(4)]
    owner, ours = await firm(world, RONGCHANG)
    drafts = [await ready(owner, one, DEMO, ours, grade="municipal") for one in editions]
    answers = await asyncio.gather(*(submit(owner, one) for one in drafts))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    (inside,) = [answer.body["number"] for answer in answers if answer.status == 200]
    for answer in answers:
        if answer.status != 200:
            reasons = answer.refused(409, "already_applied")["errors"]
            assert [inside in reason["message"] for reason in reasons] == [True]
