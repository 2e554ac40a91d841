"""What is stated beside facts, lists among it, and the thresholds of the firm's own district."""

from typing import Any

from models.rules.terms.programme import EditionDefinition
from tests.features.applications.whole_rules import (
    LISHUI,
    RONGCHANG,
    draft,
    firm_in,
    published,
    ready,
    submit,
    submitted,
)
from tests.world.application import World
from tests.world.cities import city_definition
from tests.world.client import Answer, Person
from tests.world.review_steps import review_of

PLATFORMS, TITLE = "cq-info-platform", "accreditation"
BARELY = {
    "years_operating": 2,
    "total_assets_fen": 50_000_000,
    "employees": 10,
    "qualified_staff_ratio_bp": 6000,
    "smes_served_per_year": 30,
    "satisfaction_bp": 8000,
}


def definition() -> EditionDefinition:
    return city_definition(PLATFORMS)


async def put(owner: Person, application: dict[str, Any], **facts: Any) -> Answer:
    shown = (await owner.get(f"/applications/{application['id']}")).ok()
    return await owner.put(
        f"/applications/{application['id']}/particulars",
        {"facts": shown["facts"] | facts},
        headers={"If-Match": f'"{shown["version"]}"'},
    )


async def test_the_firms_district_brings_its_own_thresholds(world: World) -> None:
    edition = await published(world, PLATFORMS)
    (wings,) = definition().region_classes
    for district, eligible in ((wings.districts[0], True), ("渝中区", False)):
        owner = await world.sme()
        firm = await owner.enterprise(district=district)
        made = await ready(owner, edition, TITLE, firm, **BARELY, categories=["market"])
        seen = (await owner.get(f"/applications/{made['id']}/decision")).ok()
        assert (seen["region_class"] is not None, seen["eligible"]) == (eligible, eligible)
        answer = await submit(owner, made)
        if not eligible:
            answer.refused(409, "ineligible")
            assert ("employees", "not_met") in answer.reasons()
            continue
        answer.ok()
        await world.fetch(
            "UPDATE enterprises SET district = '渝中区' WHERE id::text = $1", firm["id"]
        )
        seen = (await owner.get(f"/applications/{made['id']}/decision")).ok()
        assert seen["eligible"] is True
        assert seen["region_class"]["code"] == wings.code
        assert seen["region_class"]["label"] == wings.label.zh


async def test_the_class_stays_what_it_was_when_the_papers_come_back(world: World) -> None:
    edition, owner = await published(world, PLATFORMS), await world.sme()
    (wings,) = definition().region_classes
    firm = await owner.enterprise(district=wings.districts[0])
    made = await submitted(owner, edition, TITLE, firm, **BARELY, categories=["market"])
    authority = await world.staff("authority")
    review = await review_of(authority, made, "approve")
    items = [{"item": "facts.employees", "reason": "请核对"}]
    body = {"verdict": "return", "items": items}
    (await authority.post(f"/reviews/{review['id']}/decide", body)).ok()
    await world.fetch("UPDATE enterprises SET district = '渝中区' WHERE id::text = $1", firm["id"])
    (await put(owner, made, employees=11)).ok()
    assert (await submit(owner, made)).ok()["status"] == "in_review"


async def test_declarations_are_kept_as_they_were_given_and_checked(world: World) -> None:
    edition, owner = await published(world, PLATFORMS), await world.sme()
    firm = await owner.enterprise(district="渝中区")
    enough = BARELY | {"total_assets_fen": 10**10, "employees": 20, "smes_served_per_year": 80}
    made = await ready(owner, edition, TITLE, firm, **enough)
    answer = await submit(owner, made)
    answer.refused(409, "incomplete")
    assert answer.reasons() == {("facts.categories", "missing")}
    wrong = await put(owner, made, categories=["market", "nowhere"])
    wrong.refused(422, "invalid")
    assert wrong.reasons() == {("facts.categories", "not_an_option")}
    twice = await put(owner, made, categories=["market", "market"])
    assert twice.reasons() == {("facts.categories", "wrong_type")}
    text = await put(owner, made, categories="market")
    assert text.reasons() == {("facts.categories", "wrong_type")}
    nested = await put(owner, made, categories=[["market"]])
    nested.refused(422, "invalid")
    (await put(owner, made, categories=[])).ok()
    assert ("facts.categories", "missing") in (await submit(owner, made)).reasons()
    chosen = (await put(owner, made, categories=["finance", "market"])).ok()
    assert chosen["facts"]["categories"] == ["finance", "market"]
    assert (await submit(owner, made)).ok()["facts"]["categories"] == ["finance", "market"]


async def test_a_new_application_takes_lists_and_refuses_what_nobody_asks(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    firm = await firm_in(owner, RONGCHANG)
    held = [1_000_000_000]
    made = (await draft(owner, edition, "scale", firm, tiers_already_paid=held)).ok(201)
    assert made["facts"]["tiers_already_paid"] == held
    answer = await draft(owner, edition, "scale", firm, tiers_already_paid=[7], unheard_of=True)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("facts.tiers_already_paid", "not_an_option"),
        ("facts.unheard_of", "unknown_field"),
    }


async def test_a_text_is_kept_without_what_nobody_sees(world: World) -> None:
    edition, owner = await published(world, LISHUI), await world.sme()
    for typed in ("甲\u202e村", "甲\x07村\u2066", " 甲\u3164村"):
        firm = await firm_in(owner, LISHUI)
        answer = await draft(owner, edition, "rural-station", firm, station_name=typed)
        assert answer.ok(201)["facts"]["station_name"] == "甲村"
    firm = await firm_in(owner, LISHUI)
    made = (await draft(owner, edition, "rural-station", firm, station_name="\u3164")).ok(201)
    assert made["facts"]["station_name"] is None


async def test_the_district_of_the_register_counts_and_is_not_contradicted(world: World) -> None:
    edition, owner = await published(world, LISHUI), await world.sme()
    firm = await owner.enterprise(district="青田县")
    rent = {"support_year": 1, "rent_fen": 100_000}
    answer = await draft(owner, edition, "park-rent", firm, registered_district="莲都区", **rent)
    assert answer.reasons() == {("facts.registered_district", "contradicts")}
    made = await ready(owner, edition, "park-rent", firm, **rent)
    refused = (await submit(owner, made)).refused(409, "ineligible")
    assert "registered_district" in [reason["field"] for reason in refused["errors"]]
    seen = (await owner.get(f"/applications/{made['id']}/decision")).ok()
    values = [v for c in seen["conditions"] for v in c["values"]]
    (district,) = [v for v in values if v["name"] == "registered_district"]
    assert (district["value"], district["source"]) == ("青田县", "firm")


async def test_a_zone_of_the_programme_is_an_option_of_firms(world: World) -> None:
    edition, owner = await published(world, LISHUI), await world.sme()
    firm = await owner.enterprise(district="丽水经济技术开发区", registered_city="丽水市")
    assert firm["district"] == "开发区"
    rent = {"support_year": 1, "rent_fen": 100_000}
    made = await ready(owner, edition, "park-rent", firm, **rent)
    assert (await submit(owner, made)).ok()["award_fen"] == 70_000


async def test_whoever_is_elsewhere_falls_under_the_option_for_the_rest(world: World) -> None:
    edition, owner = await published(world, RONGCHANG), await world.sme()
    rent = {"support_year": 1, "rent_fen": 100_000}
    seen = {}
    for district in ("荣昌县", "渝中区", "浦东新区"):
        firm = await owner.enterprise(district=district)
        stated = await draft(
            owner, edition, "park-rent", firm, registered_district="荣昌区", **rent
        )
        seen[district] = stated.status
        if stated.status == 422:
            assert stated.reasons() == {("facts.registered_district", "contradicts")}
    assert seen == {"荣昌县": 201, "渝中区": 422, "浦东新区": 422}


async def test_what_is_stated_is_kept_as_the_option_that_is_meant(world: World) -> None:
    edition, owner = await published(world, LISHUI), await world.sme()
    firm = await owner.enterprise(district="莲都区", registered_city="丽水")
    rent = {"support_year": 1, "rent_fen": 100_000}
    made = await ready(
        owner, edition, "park-rent", firm, registered_district="丽水市莲都区", **rent
    )
    assert made["facts"]["registered_district"] == "莲都区"
    assert (await submit(owner, made)).ok()["award_fen"] == 70_000
