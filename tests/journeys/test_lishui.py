"""Lishui over three years: a rural station from its own money, and rent under one cap in total.

All days lie in years whose days off are published, so the notices close on the day they should.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.journeys.desk import Desk, account, be, seen, told
from tests.world.application import MovableClock, World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Person

CITY = "lishui-ecommerce"
STATION, RENT = "rural-station", "park-rent"
RURAL_FEN, GENERAL_FEN = 300_000_000, 1_700_000_000
CAP_FEN = 5_000_000


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Every journey sets it."""


async def open_year(world: World, day: date, name: str, before: Desk | None = None) -> Desk:
    """That year's edition under a code of its own, published on this day."""
    be(world, day)
    definition = city_definition(CITY, on=day)
    edition = replace(definition.edition, code=f"{CITY}-{name}-{day.year}")
    made = replace(definition, edition=edition)
    await publish_definition(world, made)
    assert made.edition.year == day.year
    return Desk(world, made, before.present if before else {})


async def firm_of(world: World, district: str, number: str) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    firm = await owner.enterprise(district=district, registered_city="丽水市")
    await account(owner, firm, number)
    return owner, firm


async def granted(desk: Desk, *applications: dict[str, Any]) -> None:
    """From the first review to the approval, the notice of five working days included."""
    await desk.examined(applications)
    await desk.noticed([application["track"] for application in applications])
    for application in applications:
        (await desk.approve(application)).ok()


async def test_a_rural_station_from_the_application_to_its_money(world: World) -> None:
    desk = await open_year(world, date(2024, 3, 4), "station")
    owner, firm = await firm_of(world, "缙云县", "33050169000000000017")
    village = "缙云县新建镇笕川村电商服务站"
    station = await desk.apply(
        owner, firm, STATION, station_name=village, provincial_received_fen=50_000
    )
    assert station["award_fen"] == 150_000, "2000 yuan, less the 500 that the province paid"
    reason = (await owner.get(f"/applications/{station['id']}/decision")).ok()
    assert reason["award"]["award_fen"] == 150_000
    assert "二(二)2" in [step["cite"] for step in reason["award"]["steps"]]
    await _step_by_step(desk, owner, station)
    owner = await desk.back(owner)
    assert (await seen(owner, station))["status"] == "payable"
    assert "¥1,500.00" in (await told(owner, "application.approved"))[0]
    pools = await desk.pools()
    assert (pools["rural"]["locked_fen"], pools["rural"]["remaining_fen"]) == (
        150_000,
        RURAL_FEN - 150_000,
    )
    general = pools["general"]
    assert (general["locked_fen"], general["remaining_fen"]) == (0, GENERAL_FEN)

    await _is_paid(desk, owner, firm, station)
    await _once_for_each_station(desk, owner, firm, station, village)


async def _step_by_step(desk: Desk, owner: Person, station: dict[str, Any]) -> None:
    """Each reviewer sees it when its step has come; the notice of Monday ends next Monday."""
    number = station["number"]
    assert await desk.waiting("preliminary", "district", district="缙云县") == {number}
    assert await desk.waiting("preliminary", "district", district="青田县") == set()
    assert await desk.waiting("audit", "auditor") == set()
    (await desk.decide(station, "preliminary", "district")).ok()
    assert await desk.waiting("audit", "auditor") == {number}
    (await desk.decide(station, "audit", "auditor")).ok()
    assert (await seen(owner, station))["stage"] == "publicity"

    notice = await desk.publish(STATION)
    assert (notice["starts_on"], notice["ends_on"]) == ("2024-03-04", "2024-03-11")
    public = (await desk.world.anyone.get(f"/notices/{notice['id']}")).ok()
    (entry,) = public["entries"]
    assert (entry["district"], entry["clause"], entry["award_fen"]) == (
        "缙云县",
        "二(二)5",
        150_000,
    )
    (text,) = await told(owner, "notice.published")
    assert "5 个工作日" in text
    assert await desk.waiting("approve", "authority") == set()
    (await desk.close(notice)).refused(409, "notice_running")
    be(desk.world, date(2024, 3, 12), hour=0)
    (await desk.close(notice)).ok()
    assert await desk.waiting("approve", "authority") == {number}
    (await desk.approve(station)).ok()


async def _is_paid(
    desk: Desk, owner: Person, firm: dict[str, Any], station: dict[str, Any]
) -> None:
    payout = await desk.paid("丽财农〔2024〕1号")
    assert payout["total_fen"] == 150_000
    (line,) = payout["lines"]
    assert (line["payee"], line["platform_id"], line["state"]) == (firm["name"], None, "paid")
    assert (await seen(owner, station))["status"] == "paid"
    (text,) = await told(owner, "application.paid")
    assert firm["name"] in text
    assert "¥1,500.00" in text


async def _once_for_each_station(
    desk: Desk, owner: Person, firm: dict[str, Any], station: dict[str, Any], village: str
) -> None:
    again = await desk.start(owner, firm, STATION, station_name=f" {village}")
    (why,) = again.refused(409, "already_applied")["errors"]
    assert station["number"] in why["message"]
    assert why["cite"] == "二(二)5"
    other = await desk.apply(owner, firm, STATION, station_name="缙云县舒洪镇仁岸村电商服务站")
    assert other["award_fen"] == 200_000
    await granted(desk, other)
    pools = await desk.pools()
    assert pools["rural"]["locked_fen"] == 350_000
    assert pools["general"]["locked_fen"] == 0


async def test_outside_the_urban_area_only_what_the_notice_exempts(world: World) -> None:
    desk = await open_year(world, date(2024, 3, 4), "urban")
    owner, firm = await firm_of(world, "缙云县", "33050169000000000025")
    draft = (await desk.start(owner, firm, RENT, support_year=1, rent_fen=1_000_000)).ok(201)
    await owner.hand_over_papers(draft)
    refused = (await owner.post(f"/applications/{draft['id']}/submit")).refused(409, "ineligible")
    (why,) = refused["errors"]
    assert (why["field"], why["cite"]) == ("registered_district", "末段")
    assert "市直、莲都区、开发区" in why["message"]
    station = await desk.apply(owner, firm, STATION, station_name="缙云县双溪口乡服务站")
    assert station["status"] == "in_review"
    city, urban = await firm_of(world, "莲都区", "33050169000000000033")
    rent = await desk.apply(city, urban, RENT, support_year=1, rent_fen=1_000_000)
    assert rent["award_fen"] == 700_000


async def test_rent_over_three_years_ends_at_the_cap_in_total(world: World) -> None:
    """70 % of 50 000 less 5000 of the province, one half of 20 000.01, then what is left."""
    owner, firm = await firm_of(world, "莲都区", "33050169000000000041")
    years = (
        (date(2024, 3, 4), {"rent_fen": 5_000_000, "provincial_received_fen": 500_000}, 3_000_000),
        (date(2025, 3, 3), {"rent_fen": 2_000_001}, 1_000_000),
        (date(2026, 3, 2), {"rent_fen": 10_000_000}, CAP_FEN - 3_000_000 - 1_000_000),
    )
    desk, paid_fen = None, 0
    for number, (day, facts, award_fen) in enumerate(years, 1):
        desk = await open_year(world, day, "rent", desk)
        owner = await desk.back(owner)
        rent = await desk.apply(owner, firm, RENT, support_year=number, **facts)
        assert rent["award_fen"] == award_fen, number
        decision = (await owner.get(f"/applications/{rent['id']}/decision")).ok()
        assert decision["history"]["total_fen"] == paid_fen
        await granted(desk, rent)
        payout = await desk.paid(f"丽财商〔{day.year}〕1号")
        assert payout["total_fen"] == award_fen
        pools = await desk.pools()
        assert pools["general"]["locked_fen"] == award_fen
        assert pools["rural"]["locked_fen"] == 0
        paid_fen += award_fen
    assert paid_fen == CAP_FEN
    assert desk is not None
    await _nothing_more(desk, await desk.back(owner), firm)


async def _nothing_more(desk: Desk, owner: Person, firm: dict[str, Any]) -> None:
    """A fourth year is not supported, and nothing is left under the cap: both are said at once."""
    made = (await desk.start(owner, firm, RENT, support_year=4, rent_fen=10_000_000)).ok(201)
    await owner.hand_over_papers(made)
    refused = (await owner.post(f"/applications/{made['id']}/submit")).refused(409, "ineligible")
    told = {one["code"]: one["message"] for one in refused["errors"]}
    assert set(told) == {"not_met", "capped"}
    assert "第 3 年" in told["not_met"]
    assert "此前已享受 5 万元" in told["capped"]


async def test_what_came_back_counts_no_more_under_the_cap(world: World) -> None:
    """Paid 35 000, 30 000 recovered: 45 000 are left, where 15 000 were before."""
    first = await open_year(world, date(2024, 3, 4), "recovered")
    owner, firm = await firm_of(world, "开发区", "33050169000000000058")
    one = await first.apply(owner, firm, RENT, support_year=1, rent_fen=5_000_000)
    await granted(first, one)
    await first.paid("丽财商〔2024〕2号")
    second = await open_year(world, date(2025, 3, 3), "recovered", first)
    owner = await second.back(owner)
    before = (await second.start(owner, firm, RENT, support_year=2, rent_fen=20_000_000)).ok(201)
    await owner.hand_over_papers(before)
    authority = await first.staff("authority")
    body = {"reason": "租金发票虚开，追回部分资金", "recover_fen": 3_000_000}
    (await authority.post(f"/applications/{one['id']}/revoke", body)).ok()
    assert (await seen(owner, one))["status"] == "revoked"
    assert "¥30,000.00" in (await told(owner, "application.revoked"))[0]
    two = (await owner.post(f"/applications/{before['id']}/submit")).ok()
    assert two["award_fen"] == CAP_FEN - 500_000
    await granted(second, two)
    assert (await second.paid("丽财商〔2025〕2号"))["total_fen"] == 4_500_000
