"""Nothing is handed in that the rules know to be worth 0, and figures that disagree come back."""

from datetime import timedelta
from typing import Any

from models.rules.wording import day_in_words
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
from tests.world.client import Person, particulars

RENT = "park-rent"


async def firm(world: World, programme: str = LISHUI) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    return owner, await firm_in(owner, programme)


async def test_a_year_beyond_the_table_is_not_handed_in(world: World) -> None:
    owner, ours = await firm(world, RONGCHANG)
    edition = await published(world, RONGCHANG)
    made = await ready(
        owner, edition, RENT, ours, support_year=6, rent_fen=5_000_000, broadband_fen=100_000
    )
    (reason,) = (await submit(owner, made)).refused(409, "ineligible")["errors"]
    assert (reason["field"], reason["code"], reason["cite"]) == (
        "support_year",
        "not_met",
        "四(二)2",
    )


async def test_a_cap_that_is_used_up_is_said_with_what_was_paid_before(world: World) -> None:
    first, second = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    one = await submitted(owner, first, RENT, ours, support_year=1, rent_fen=10_000_000)
    assert one["award_fen"] == 5_000_000
    two = await ready(owner, second, RENT, ours, support_year=2, rent_fen=10_000_000)
    (reason,) = (await submit(owner, two)).refused(409, "ineligible")["errors"]
    assert (reason["code"], reason["cite"]) == ("capped", "二(二)4")
    assert "5 万元已用完" in reason["message"]
    assert "此前已享受 5 万元" in reason["message"]


async def test_a_cap_that_cuts_is_shown_in_the_decision(world: World) -> None:
    first, second = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    one = await submitted(owner, first, RENT, ours, support_year=1, rent_fen=5_000_000)
    two = await submitted(owner, second, RENT, ours, support_year=2, rent_fen=10_000_000)
    for application, capped, before in ((one, False, 0), (two, True, 3_500_000)):
        path = f"/applications/{application['id']}/decision"
        award = (await owner.get(path)).ok()["award"]
        assert (award["capped"], award["paid_before_fen"], award["cap_fen"]) == (
            capped,
            before,
            5_000_000,
        )


async def test_falling_turnover_is_no_growth_whatever_is_ticked(world: World) -> None:
    owner, ours = await firm(world)
    edition = await published(world, LISHUI)
    figures = {"base_fen": 10_000_000_000, "retail_fen": 9_000_000_000, "keeps_growing": True}
    made = await ready(owner, edition, "stats-growth", ours, **figures)
    (reason,) = (await submit(owner, made)).refused(409, "ineligible")["errors"]
    assert (reason["field"], reason["cite"]) == ("keeps_growing", "二(七)")
    assert "9000 万元" in reason["message"]
    assert "1 亿元" in reason["message"]
    shown = (await owner.get(f"/applications/{made['id']}/decision")).ok()
    growth = next(one for one in shown["conditions"] if one["id"] == "keeps_growing")
    assert [value["name"] for value in growth["values"]] == ["retail_fen", "base_fen"]
    assert growth["reading"]


async def test_tiers_that_were_never_crossed_cannot_have_been_paid(world: World) -> None:
    owner, ours = await firm(world, RONGCHANG)
    edition = await published(world, RONGCHANG)
    facts = {
        "annual_volume_fen": 12_000_000_000,
        "highest_past_volume_fen": 500_000_000,
        "tiers_already_paid": [5_000_000_000],
    }
    refused = await draft(owner, edition, "scale", ours, **facts)
    errors = refused.refused(422, "invalid")["errors"]
    assert {(one["field"], one["code"]) for one in errors} == {
        ("facts.highest_past_volume_fen", "contradicts"),
        ("facts.tiers_already_paid", "contradicts"),
    }
    assert all("以往年度最高年交易额" in one["message"] for one in errors)


async def test_a_store_is_not_older_than_its_firm(world: World) -> None:
    owner = await world.sme()
    young = world.ports.clock.today() - timedelta(days=200)
    ours = await owner.enterprise(district="荣昌区", registered_on=young.isoformat())
    edition = await published(world, RONGCHANG)
    facts = {"months_running": 14, "annual_operating_fee_fen": 1_000_000}
    refused = await draft(owner, edition, "online-store", ours, **facts)
    (reason,) = refused.refused(422, "invalid")["errors"]
    assert (reason["field"], reason["code"]) == ("facts.months_running", "contradicts")
    assert day_in_words(young) in reason["message"]
    # As old as the firm itself is no contradiction, whatever the condition says of it.
    (await draft(owner, edition, "online-store", ours, **facts | {"months_running": 6})).ok(201)


async def test_nobody_paid_more_than_the_fee(world: World) -> None:
    owner = await world.sme()
    made = await owner.draft(world.edition)
    body = particulars(made, fee_fen=1_000_000, paid_fen=1_000_001)
    headers = {"If-Match": f'"{made["version"]}"'}
    refused = await owner.put(f"/applications/{made['id']}/particulars", body, headers=headers)
    errors = refused.refused(422, "invalid")["errors"]
    assert {(one["field"], one["code"]) for one in errors} == {
        ("paid_fen", "contradicts"),
        ("fee_fen", "contradicts"),
    }


async def test_a_large_firm_does_not_pass_as_an_sme(world: World) -> None:
    owner = await world.sme()
    large = {"sector": "制造业", "employees": 1200, "annual_revenue_fen": 5_000_000 * 10_000}
    ours = await owner.enterprise(**large)
    made = await owner.draft(world.edition, enterprise_id=ours["id"])
    headers = {"If-Match": f'"{made["version"]}"'}
    path = f"/applications/{made['id']}/particulars"
    refused = await owner.put(path, particulars(made), headers=headers)
    (reason,) = refused.refused(422, "invalid")["errors"]
    assert (reason["field"], reason["code"]) == ("facts.is_sme", "contradicts")
    assert "大型企业" in reason["message"]
    assert "1200 人" in reason["message"]
