"""What a firm may get: every open track of every city, and each as its estimate says."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from models.rules.terms.programme import EditionDefinition
from tests.features.matches.every_city import publish_open
from tests.world.application import World

ANSWERS = {"bool": True, "int": 1, "money": 3_000_000}
PLACES = {"上海市": "浦东新区", "丽水市": "莲都区"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cities(world: World) -> AsyncIterator[list[EditionDefinition]]:
    yield await publish_open(world)


async def facts_of(world: World, firm: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """What the firm's record says, as an applicant would state it; small by its 42 people."""
    shown = (await world.anyone.get(f"/programmes/{item['edition']}")).ok()
    track = next(one for one in shown["tracks"] if one["code"] == item["track"])
    known = {
        "registered_city": firm["registered_city"],
        "registered_district": firm["district"],
        "in_service_zone": firm["in_service_zone"],
        "employees": firm["employees"],
        "is_sme": True,
        "is_small_or_micro": True,
    }
    return {fact["name"]: known[fact["name"]] for fact in track["facts"] if fact["name"] in known}


@pytest.mark.parametrize("city", PLACES)
async def test_each_is_what_its_estimate_says(
    world: World, cities: list[EditionDefinition], city: str
) -> None:
    person = await world.sme()
    firm = await person.enterprise(district=PLACES[city], registered_city=city)
    listed = (await person.get(f"/enterprises/{firm['id']}/matches")).ok()["items"]
    codes = {one.edition.code for one in cities}
    items = [one for one in listed if one["edition"] in codes]
    tracks = {(d.edition.code, t.code) for d in cities for t in d.tracks if t.renewal is None}
    assert {(one["edition"], one["track"]) for one in items} == tracks
    assert len(items) == len(tracks) == 44
    for item in items:
        path = f"/programmes/{item['edition']}/tracks/{item['track']}/estimate"
        known = await facts_of(world, firm, item)
        assert item["known"].keys() == known.keys(), item
        told, again = [
            (await world.anyone.post(path, {"facts": facts})).ok()
            for facts in (known, item["known"])
        ]
        assert again == told, "what is known of the firm is an estimate's answer as it stands"
        same = ("eligible", "award_fen", "missing")
        assert [item[one] for one in same] == [told[one] for one in same], item
        unmet = [one["id"] for one in told["conditions"] if one["met"] is False]
        assert [one["id"] for one in item["unmet"]] == unmet[:3]
        assert len(item["questions"]) == (
            min(3, len(item["missing"])) if item["eligible"] is None else 0
        )
    places = [one["local"] for one in listed]
    assert places == sorted(places, reverse=True)
    assert {one["local"] for one in items if one["region"] == city} == {True}


async def test_answers_tell_and_nothing_is_asked_twice(
    world: World, cities: list[EditionDefinition]
) -> None:
    asked: dict[str, Any] = {"registered_city": "丽水市", "district": "莲都区", "facts": {}}
    for _ in range(4):
        items = (await world.anyone.post("/matches", asked)).ok()["items"]
        item = next(one for one in items if one["track"] == "courier-office")
        for fact in item["questions"]:
            assert fact["name"] not in asked["facts"]
            asked["facts"][fact["name"]] = ANSWERS[fact["type"]]
    assert item["eligible"] is True, item
    assert item["award_fen"] > 0
    nothing = (await world.anyone.post("/matches", {})).ok()["items"]
    assert {one["local"] for one in nothing} == {None}
    refused = await world.anyone.post("/matches", {"district": "火星区", "sector": "?"})
    assert refused.reasons() == {("district", "not_an_option"), ("sector", "not_an_option")}


async def test_what_was_applied_for_and_what_is_left(
    world: World, cities: list[EditionDefinition]
) -> None:
    person = await world.sme()
    draft = await person.draft(world.edition)
    path = f"/enterprises/{draft['enterprise']['id']}/matches"
    items = (await person.get(path)).ok()["items"]
    copay = next(one for one in items if (one["edition"], one["track"]) == (world.edition, "copay"))
    assert (copay["application_id"], copay["application_status"]) == (draft["id"], "draft")
    quota = (await world.anyone.get(f"/programmes/{world.edition}/quota")).ok()["pools"]
    assert copay["remaining_fen"] == next(
        one["remaining_fen"] for one in quota if one["pool"] == "copay"
    )
    assert [one for one in items if one["application_id"] is not None] == [copay]
    assert not any(one["blocked"] for one in items)
    await world.fetch(
        "INSERT INTO credit_records (id, uscc, reason, recover_fen, recorded_at, recorded_by_id)"
        " SELECT gen_random_uuid(), uscc, '骗取补贴', 0, now(), gen_random_uuid()"
        " FROM enterprises WHERE id = $1",
        UUID(draft["enterprise"]["id"]),
    )
    assert all(one["blocked"] for one in (await person.get(path)).ok()["items"])
    english = await person.get(path, headers={"accept-language": "en"})
    assert english.ok()["items"][0]["title"] != items[0]["title"]
