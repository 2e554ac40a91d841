"""Walks every step of every track of the five cities: somebody with a grant sees who is there."""

import itertools
from typing import Any

import pytest

from models.rules.places.find import find_city
from models.rules.places.own import NamedPlace, own_places
from models.rules.terms.programme import EditionDefinition
from tests.world.application import World
from tests.world.cities import city_definition, publish_city
from tests.world.client import Person

CITIES = {
    "sh-shuangtui": "浦东新区",
    "lishui-ecommerce": "市直",
    "yangzhou-internet-plus": "高邮市",
    "cq-rongchang-ecommerce": "荣昌县",
    "cq-info-platform": "渝中",
}
_NUMBERS = itertools.count(1)
_APPLY = """
INSERT INTO applications (id, number, edition_id, track, rule_version_id, enterprise_id, platform_id,
       district, status, stage, signed_precision, paid_precision, facts, filed_by, version,
       created_by_id, created_at, updated_at, submitted_at)
SELECT gen_random_uuid(), $1, d.code, $2::text, d.current_version_id, e.id, $3::uuid, e.district,
       'in_review', $4::text, 'day', 'day', '{}', 'enterprise', 1, $5::uuid, now(), now(), now()
  FROM editions d, enterprises e WHERE d.code = $6 AND e.id = $7::uuid
"""
_OPEN = """
INSERT INTO reviews (id, application_id, stage, role, round, state, opened_at, out_of_order, bulk)
SELECT gen_random_uuid(), id, stage, $2::text, 1, 'open', now(), false, false
  FROM applications WHERE number = $1
"""


async def staff_of(world: World, programme: str, edition: str, district: str) -> list[Person]:
    scope: dict[str, Any] = {"programme_code": programme, "edition_code": edition}
    people = [await world.staff(role, **scope) for role in ("auditor", "expert", "authority")]
    return [*people, await world.staff("district", district=district, **scope)]


async def seen_by(people: list[Person], edition: str) -> set[str]:
    found: set[str] = set()
    for person in people:
        cursor: str | None = ""
        while cursor is not None:
            params = {"edition": edition, "limit": "100"} | ({"cursor": cursor} if cursor else {})
            page = (await person.get("/reviews", params=params)).ok()
            found |= {item["number"] for item in page["items"]}
            cursor = page["next_cursor"]
    return found


@pytest.mark.parametrize(("programme", "written"), CITIES.items())
async def test_every_step_of_every_track_is_on_a_list(
    world: World, programme: str, written: str
) -> None:
    edition, definition = await publish_city(world, programme), city_definition(programme)
    owner, platform_id = await world.sme(), await world.platform_id()
    city = find_city(definition.policy.region.zh).place
    firm = await owner.enterprise(district=written, registered_city=city.value if city else "")
    handed_in: dict[str, str] = {}
    for track in definition.tracks:
        for stage in track.stages:
            if stage.kind in ("endorse", "payout"):  # the supplier's own list; no review at all
                continue
            number = f"W{programme[:6]}{next(_NUMBERS):05d}"
            await world.fetch(
                *(_APPLY, number, track.code, platform_id, stage.kind),
                *(owner.id, edition, firm["id"]),
            )
            await world.fetch(_OPEN, number, stage.role)
            handed_in[number] = f"{track.code} {stage.kind}"

    people = await staff_of(world, programme, edition, written)
    seen = await seen_by(people, edition)
    assert [step for number, step in handed_in.items() if number not in seen] == []
    assert len(handed_in) >= len(definition.tracks)


def test_the_five_cities_need_no_place_that_is_no_option() -> None:
    """Zones that only a programme knows are few, and said by name: nothing is one by a slip."""
    named = [
        NamedPlace(definition.policy.region.zh, name)
        for definition in map(city_definition, CITIES)
        for name in _places(definition)
    ]
    found = own_places(named)
    assert {zone.value for zone in found.zones} == {"市直", "开发区"}
    assert found.cities == ()


def _places(definition: EditionDefinition) -> set[str]:
    classes = {name for region in definition.region_classes for name in region.districts}
    facts = [track.find_fact("registered_district") for track in definition.tracks]
    options = [option for fact in facts if fact for option in fact.options]
    return classes | {str(option.value) for option in options}
