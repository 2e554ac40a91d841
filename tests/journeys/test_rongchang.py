"""Rongchang's 10 million yuan of one year, used up to the fen, and what the next year still pays."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from tests.journeys.desk import Desk, account, be, seen, told
from tests.world.application import MovableClock, World
from tests.world.cities import city_definition, publish_definition
from tests.world.client import Answer, Person

CITY, HERE = "cq-rongchang-ecommerce", "荣昌区"
BUDGET_FEN = 1_000_000_000
FIRST, SECOND = date(2025, 3, 3), date(2026, 3, 2)
MILLION = 100_000_000


@pytest.fixture(autouse=True)
def _clock(clock: MovableClock) -> None:
    """Every journey sets it."""


@dataclass
class Case:
    """One application of a firm, and what it must be granted; None where the body sets it."""

    owner: Person
    firm: dict[str, Any]
    application: dict[str, Any]
    award_fen: int | None


LOAN = {"principal_fen": MILLION, "reference_rate_bp": 535, "days": 123, "support_year": 1}
FORMULAS: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    # All of rent and broadband in year 1; in year 4 one half, rounded down.
    (
        "rent_1",
        "park-rent",
        {"support_year": 1, "rent_fen": 8_000_033, "broadband_fen": 120_000},
        8_120_033,
    ),
    (
        "rent_4",
        "park-rent",
        {"support_year": 4, "rent_fen": 5_000_001, "broadband_fen": 60_000},
        2_530_000,
    ),
    # 30 % of 2 million would be 600 000 yuan; 30 % of 333 333.35 is 100 000.005.
    ("build_cap", "platform-build", {"investment_fen": 2 * MILLION}, 30_000_000),
    ("build", "platform-build", {"investment_fen": 33_333_335}, 10_000_000),
    # 2 yuan for each of 150 001 orders would be 300 002; 20 000 orders are just enough.
    ("orders_cap", "per-order", {"orders": 150_001}, 30_000_000),
    ("orders", "per-order", {"orders": 20_000}, 4_000_000),
    # A fen above 100 million yuan crosses three thresholds: 30 000 + 50 000 + 100 000.
    ("scale", "scale", {"annual_volume_fen": 100 * MILLION + 1}, 18_000_000),
    # 1 000 000 × 5.35 % × 123 / 360 × 50 % = 9139.583…
    ("loan", "loan-interest", LOAN, 913_958),
)
WAITING: tuple[tuple[str, str, dict[str, Any], int], ...] = (
    ("late_build", "platform-build", {"investment_fen": MILLION}, 30_000_000),
    ("late_orders", "per-order", {"orders": 20_000}, 4_000_000),
)
ASIDE_FEN = sum(award_fen for _, _, _, award_fen in FORMULAS) + 5 * 2_000_000
BASE_FEN = 850 * MILLION // 100
REST_FEN = BUDGET_FEN - ASIDE_FEN - BASE_FEN


async def open_year(world: World, day: date, name: str, before: Desk | None = None) -> Desk:
    be(world, day)
    definition = city_definition(CITY, on=day)
    edition = replace(definition.edition, code=f"{CITY}-{name}-{day.year}")
    made = replace(definition, edition=edition)
    await publish_definition(world, made)
    assert made.edition.year == day.year
    return Desk(world, made, before.present if before else {})


async def firm_here(world: World, number: int | None = None) -> tuple[Person, dict[str, Any]]:
    """A firm of the district; with a number it names its account at once."""
    owner = await world.sme()
    firm = await owner.enterprise(district=HERE, registered_city="重庆市")
    if number is not None:
        await account(owner, firm, account_no(number))
    return owner, firm


def account_no(number: int) -> str:
    return f"31050143270000{number:06d}"


async def test_a_year_is_used_up_to_the_fen_and_paid(world: World) -> None:
    desk = await open_year(world, FIRST, "year")
    cases = await _hand_in(desk)
    await _too_few_orders(desk)
    everybody = [case.application for case in cases.values()]
    await desk.examined(everybody)
    notices = await desk.noticed([one["track"] for one in everybody])
    # 5 working days from Monday 3 March: Tuesday 4 to Monday 10.
    assert {notice["ends_on"] for notice in notices} == {"2025-03-10"}
    public = {entry["name"]: entry for notice in notices for entry in notice["entries"]}
    for case in cases.values():
        entry = public[case.firm["name"]]
        assert entry["district"] == HERE
        if case.firm is not cases["build_cap"].firm:
            assert entry["award_fen"] == case.award_fen
    for case in cases.values():
        case.owner = await desk.back(case.owner)
    await _approve_what_has_a_formula(desk, cases)
    await _places_of_the_district(desk, cases)
    await _amounts_that_the_body_sets(desk, cases)
    await _those_who_come_too_late(desk, cases)
    await _paid_to_their_own_accounts(desk, cases)


async def _hand_in(desk: Desk) -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for number, (name, track, facts, award_fen) in enumerate(FORMULAS + WAITING, 1):
        # The year's larger receiver of platform money sells as well: one firm, one account.
        if name == "orders_cap":
            owner, firm = cases["build_cap"].owner, cases["build_cap"].firm
        else:
            owner, firm = await firm_here(desk.world, None if name == "rent_1" else number)
        made = await desk.apply(owner, firm, track, **facts)
        assert made["award_fen"] == award_fen, name
        cases[name] = Case(owner, firm, made, award_fen)
    for number in range(1, 7):
        owner, firm = await firm_here(desk.world, 100 + number)
        made = await desk.apply(owner, firm, "demo-enterprise", grade="district")
        cases[f"demo_{number}"] = Case(owner, firm, made, 2_000_000)
    for number, (name, track) in enumerate((("base", "demo-base"), ("brought", "introduction"))):
        owner, firm = await firm_here(desk.world, 200 + number)
        made = await desk.apply(owner, firm, track)
        assert made["award_fen"] is None
        cases[name] = Case(owner, firm, made, None)
    return cases


async def _too_few_orders(desk: Desk) -> None:
    owner, firm = await firm_here(desk.world)
    draft = (await desk.start(owner, firm, "per-order", orders=19_999)).ok(201)
    await owner.hand_over_papers(draft)
    answer = await owner.post(f"/applications/{draft['id']}/submit")
    (why,) = answer.refused(409, "ineligible")["errors"]
    assert (why["field"], why["cite"]) == ("orders", "四(二)5")


async def locked(desk: Desk) -> int:
    found: int = (await desk.pools())["general"]["locked_fen"]
    return found


async def _approve_what_has_a_formula(desk: Desk, cases: dict[str, Case]) -> None:
    total = 0
    for name, *_ in FORMULAS:
        case = cases[name]
        (await desk.approve(case.application)).ok()
        total += case.award_fen or 0
        assert await locked(desk) == total
        # Without an account it is decided, and waits for one.
        expected = "approved" if name == "rent_1" else "payable"
        now = await seen(case.owner, case.application)
        assert (now["status"], now["queue"]["state"]) == (expected, "locked"), name
        assert await told(case.owner, "application.approved")


async def _places_of_the_district(desk: Desk, cases: dict[str, Case]) -> None:
    for number in range(1, 6):
        (await desk.approve(cases[f"demo_{number}"].application)).ok()
    sixth = cases["demo_6"]
    (why,) = (await desk.approve(sixth.application)).refused(409, "exhausted")["errors"]
    assert (why["field"], why["cite"]) == ("facts.grade", "四(二)6")
    assert "5 个" in why["message"]
    await _still_waits(desk, sixth)
    assert await locked(desk) == ASIDE_FEN


async def _still_waits(desk: Desk, case: Case) -> None:
    now = await seen(case.owner, case.application)
    assert (now["status"], now["stage"], now["queue"]["state"]) == ("in_review", "approve", "none")
    assert case.application["number"] in await desk.waiting("approve", "authority")
    assert await told(case.owner, "application.rejected") == []


async def _amounts_that_the_body_sets(desk: Desk, cases: dict[str, Case]) -> None:
    """The last amount leaves nothing, and a fen more is refused."""
    base, brought = cases["base"], cases["brought"]
    answer = await desk.approve(base.application)
    assert answer.reasons() == {("award_fen", "required")}
    (await desk.approve(base.application, award_fen=BASE_FEN, comment="领导小组核定")).ok()
    answer = await desk.approve(brought.application, award_fen=REST_FEN + 1)
    answer.refused(409, "exhausted")
    await _still_waits(desk, brought)
    (await desk.approve(brought.application, award_fen=REST_FEN, comment="一企一策")).ok()
    base.award_fen, brought.award_fen = BASE_FEN, REST_FEN
    assert (await seen(brought.owner, brought.application))["award_fen"] == REST_FEN
    pool = (await desk.pools())["general"]
    assert (pool["locked_fen"], pool["remaining_fen"]) == (BUDGET_FEN, 0)
    own = (await desk.world.anyone.get(f"/programmes/{desk.code}")).ok()
    assert own["status"] == "exhausted"


async def _those_who_come_too_late(desk: Desk, cases: dict[str, Case]) -> None:
    """More money lets one in, a revocation another, a place that came free the third."""
    build, orders = cases["late_build"], cases["late_orders"]
    for case in (build, orders):
        (await desk.approve(case.application)).refused(409, "exhausted")
        await _still_waits(desk, case)
    (await _resize(desk, BUDGET_FEN + 29_999_999)).ok()
    (await desk.approve(build.application)).refused(409, "exhausted")
    (await _resize(desk, BUDGET_FEN + 30_000_000)).ok()
    (await desk.approve(build.application)).ok()
    (await desk.approve(orders.application)).refused(409, "exhausted")
    await _revoke(desk, cases.pop("orders"))
    (await desk.approve(orders.application)).ok()
    await _revoke(desk, cases.pop("demo_1"))
    (await desk.approve(cases["demo_6"].application)).ok()
    total = sum(case.award_fen or 0 for case in cases.values())
    pool = (await desk.pools())["general"]
    assert (total, pool["locked_fen"], pool["remaining_fen"]) == (1_030_000_000, total, 0)
    (await _resize(desk, total - 1)).refused(409, "below_locked")


async def _resize(desk: Desk, budget_fen: int) -> Answer:
    authority = await desk.staff("authority")
    body = {"budget_fen": budget_fen, "places": None, "reason": "区政府追加预算"}
    return await authority.put(f"/programmes/{desk.code}/pools/general", body)


async def _revoke(desk: Desk, case: Case) -> None:
    authority = await desk.staff("authority")
    body = {"reason": "材料与事实不符"}
    (await authority.post(f"/applications/{case.application['id']}/revoke", body)).ok()
    assert (await seen(case.owner, case.application))["status"] == "revoked"
    assert "材料与事实不符" in (await told(case.owner, "application.revoked"))[0]


async def _paid_to_their_own_accounts(desk: Desk, cases: dict[str, Case]) -> None:
    """One line for each firm that named its account; one fails, and is paid the second time."""
    rent, loan = cases["rent_1"], cases["loan"]
    first = await desk.paid("荣财企〔2025〕1号", loan.firm["name"])
    assert first["total_fen"] == 1_030_000_000 - 8_120_033
    lines = {line["payee"]: line for line in first["lines"]}
    assert set(lines) == {case.firm["name"] for case in cases.values()} - {rent.firm["name"]}
    both = lines[cases["build_cap"].firm["name"]]
    assert [item["amount_fen"] for item in both["applications"]] == [30_000_000, 30_000_000]
    for line in lines.values():
        assert line["platform_id"] is None
        assert line["amount_fen"] == sum(item["amount_fen"] for item in line["applications"])
    assert (await seen(loan.owner, loan.application))["status"] == "payable"

    await account(rent.owner, rent.firm, account_no(999))
    assert (await seen(rent.owner, rent.application))["status"] == "payable"
    second = await desk.paid("荣财企〔2025〕2号")
    assert second["total_fen"] == 8_120_033 + 913_958
    paid = [line for made in (first, second) for line in made["lines"] if line["state"] == "paid"]
    assert sum(line["amount_fen"] for line in paid) == 1_030_000_000
    for case in cases.values():
        assert (await seen(case.owner, case.application))["status"] == "paid"
        texts = await told(case.owner, "application.paid")
        assert any(case.application["number"] in text for text in texts)
        assert all(case.firm["name"] in text for text in texts)
    authority = await desk.staff("authority")
    nothing = await authority.post("/payouts", {"edition": desk.code})
    nothing.refused(409, "nothing_payable")


async def test_a_tier_is_paid_once_in_a_lifetime(world: World) -> None:
    """Above 50 million in 2025: 30 000 + 50 000. Above 500 million in 2026: 100 000 + 200 000."""
    first = await open_year(world, FIRST, "tiers")
    owner, firm = await firm_here(world, 301)
    one = await first.apply(owner, firm, "scale", annual_volume_fen=50 * MILLION + 1)
    assert one["award_fen"] == 3_000_000 + 5_000_000
    await _granted_and_paid(first, one)
    second = await open_year(world, SECOND, "tiers", first)
    owner = await second.back(owner)
    assert (await second.pools())["general"]["remaining_fen"] == BUDGET_FEN
    two = await second.apply(owner, firm, "scale", annual_volume_fen=500 * MILLION + 1)
    assert two["award_fen"] == 10_000_000 + 20_000_000
    decision = (await owner.get(f"/applications/{two['id']}/decision")).ok()
    assert decision["history"]["tiers"] == [10 * MILLION, 50 * MILLION]
    await _granted_and_paid(second, two)
    assert (await second.pools())["general"]["locked_fen"] == 30_000_000
    assert (await first.pools())["general"]["locked_fen"] == 8_000_000
    newcomer, other = await firm_here(world, 302)
    three = await second.apply(newcomer, other, "scale", annual_volume_fen=50 * MILLION + 1)
    assert three["award_fen"] == 8_000_000, "another firm's tiers are its own"


async def _granted_and_paid(desk: Desk, application: dict[str, Any]) -> None:
    await desk.examined([application])
    await desk.noticed([application["track"]])
    (await desk.approve(application)).ok()
    payout = await desk.paid(f"荣财企〔{desk.definition.edition.year}〕9号")
    assert payout["total_fen"] == application["award_fen"]
