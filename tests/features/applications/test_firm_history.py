"""What a firm had before counts: caps over years and in total, tiers, and what was really paid."""

from typing import Any

from tests.features.applications.whole_rules import (
    LISHUI,
    RONGCHANG,
    approve,
    firm_in,
    mark_paid,
    published,
    ready,
    submit,
    submitted,
)
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import review_of

RENT = "park-rent"
CAP = 5_000_000


async def firm(world: World, programme: str = LISHUI) -> tuple[Person, dict[str, Any]]:
    owner = await world.sme()
    return owner, await firm_in(owner, programme)


async def decision(owner: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await owner.get(f"/applications/{application['id']}/decision")).ok())


async def test_a_cap_in_total_counts_all_years_and_other_firms_not(world: World) -> None:
    first, second = [await published(world, LISHUI, year=year) for year in (2031, 2032)]
    owner, ours = await firm(world)
    one = await submitted(owner, first, RENT, ours, support_year=1, rent_fen=5_000_000)
    assert one["award_fen"] == 3_500_000
    two = await submitted(owner, second, RENT, ours, support_year=2, rent_fen=10_000_000)
    assert two["award_fen"] == CAP - 3_500_000
    seen = await decision(owner, two)
    assert seen["history"] == {"year_fen": 0, "total_fen": 3_500_000, "tiers": []}
    assert seen["award"]["award_fen"] == 1_500_000
    assert seen["award"]["steps"][-1]["amount_fen"] == 1_500_000
    stranger, theirs = await firm(world)
    other = await submitted(stranger, second, RENT, theirs, support_year=2, rent_fen=10_000_000)
    assert other["award_fen"] == CAP


async def test_a_cap_per_year_counts_that_year_only(world: World) -> None:
    owner, ours = await firm(world)
    figures = {"base_fen": 0, "retail_fen": 2_000_000_000}
    awards = [
        (await submitted(owner, edition, "stats-growth", ours, **figures))["award_fen"]
        for edition in [
            await published(world, LISHUI, year=2033),
            await published(world, LISHUI, year=2033),
            await published(world, LISHUI, year=2034),
        ]
    ]
    assert awards == [4_000_000, 1_000_000, 4_000_000]


async def test_what_has_ended_counts_no_more(world: World) -> None:
    edition, again = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    one = await submitted(owner, edition, RENT, ours, support_year=1, rent_fen=10_000_000)
    (await owner.post(f"/applications/{one['id']}/withdraw")).ok()
    two = await submitted(owner, again, RENT, ours, support_year=1, rent_fen=10_000_000)
    assert (one["award_fen"], two["award_fen"]) == (CAP, CAP)


async def test_what_was_really_paid_counts_and_not_what_was_granted(world: World) -> None:
    edition, next_year = [await published(world, LISHUI) for _ in range(2)]
    for paid_fen in (2_000_000, 4_900_000):
        owner, ours = await firm(world)
        one = await submitted(owner, edition, RENT, ours, support_year=1, rent_fen=5_000_000)
        await mark_paid(world, one, paid_fen)
        two = await submitted(owner, next_year, RENT, ours, support_year=2, rent_fen=10_000_000)
        assert (paid_fen, two["award_fen"]) == (paid_fen, CAP - paid_fen)


async def test_what_was_paid_and_came_back_counts_no_more(world: World) -> None:
    edition, next_year = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    one = await submitted(owner, edition, RENT, ours, support_year=1, rent_fen=5_000_000)
    await mark_paid(world, one, 3_500_000)
    authority = await world.staff("authority")
    body = {"reason": "虚报租金，追回部分资金", "recover_fen": 3_000_000}
    (await authority.post(f"/applications/{one['id']}/revoke", body)).ok()
    two = await submitted(owner, next_year, RENT, ours, support_year=2, rent_fen=10_000_000)
    assert two["award_fen"] == CAP - 500_000
    assert (await decision(owner, two))["history"]["total_fen"] == 500_000


async def test_the_larger_of_declared_and_recorded_counts(world: World) -> None:
    edition, next_year = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    await submitted(owner, edition, RENT, ours, support_year=1, rent_fen=5_000_000)
    two = await ready(
        owner, next_year, RENT, ours, support_year=2, rent_fen=10_000_000, received_fen=4_000_000
    )
    assert (await submit(owner, two)).ok()["award_fen"] == 1_000_000


async def test_each_tier_is_paid_once_whatever_is_declared(world: World) -> None:
    first, second, third = [await published(world, RONGCHANG) for _ in range(3)]
    owner, ours = await firm(world, RONGCHANG)
    one = await submitted(owner, first, "scale", ours, annual_volume_fen=5_000_000_001)
    assert one["award_fen"] == 3_000_000 + 5_000_000
    two = await submitted(owner, second, "scale", ours, annual_volume_fen=10_000_000_001)
    assert two["award_fen"] == 10_000_000
    seen = await decision(owner, two)
    assert seen["history"]["tiers"] == [1_000_000_000, 5_000_000_000]
    (await owner.post(f"/applications/{one['id']}/withdraw")).ok()
    three = await submitted(owner, third, "scale", ours, annual_volume_fen=10_000_000_001)
    assert three["award_fen"] == 3_000_000 + 5_000_000


async def test_a_decision_replays_with_what_was_known_then(world: World) -> None:
    edition, next_year = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    one = await submitted(owner, edition, RENT, ours, support_year=1, rent_fen=5_000_000)
    two = await submitted(owner, next_year, RENT, ours, support_year=2, rent_fen=10_000_000)
    before = await decision(owner, two)
    (await owner.post(f"/applications/{one['id']}/withdraw")).ok()
    after = await decision(owner, two)
    assert after["award"] == before["award"]
    assert after["history"] == before["history"]


async def returned(world: World, owner: Person, application: dict[str, Any], fact: str) -> Any:
    """Sent back so that this fact may be changed; the application as it is then."""
    authority = await world.staff("authority")
    review = await review_of(authority, application, "approve")
    items = [{"item": f"facts.{fact}", "reason": "请按发票核对"}]
    body = {"verdict": "return", "items": items}
    (await authority.post(f"/reviews/{review['id']}/decide", body)).ok()
    return (await owner.get(f"/applications/{application['id']}")).ok()


async def corrected(owner: Person, application: dict[str, Any], **facts: Any) -> dict[str, Any]:
    answer = await owner.put(
        f"/applications/{application['id']}/particulars",
        {"facts": application["facts"] | facts},
        headers={"If-Match": f'"{application["version"]}"'},
    )
    answer.ok()
    return dict((await submit(owner, application)).ok())


async def test_a_correction_takes_no_more_than_others_left(world: World) -> None:
    edition, next_year = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    one = await submitted(owner, edition, RENT, ours, support_year=1, rent_fen=1_000_000)
    two = await submitted(owner, next_year, RENT, ours, support_year=2, rent_fen=10_000_000)
    assert (one["award_fen"], two["award_fen"]) == (700_000, 4_300_000)
    back = await returned(world, owner, one, "rent_fen")
    again = await corrected(owner, back, rent_fen=50_000_000)
    assert again["award_fen"] == 700_000
    assert (await decision(owner, again))["history"]["total_fen"] == 4_300_000


async def test_a_tier_that_was_corrected_away_is_free_again(world: World) -> None:
    first, second = [await published(world, RONGCHANG) for _ in range(2)]
    owner, ours = await firm(world, RONGCHANG)
    one = await submitted(owner, first, "scale", ours, annual_volume_fen=5_000_000_001)
    back = await returned(world, owner, one, "annual_volume_fen")
    again = await corrected(owner, back, annual_volume_fen=1_000_000_001)
    assert again["award_fen"] == 3_000_000
    held = await world.fetch(
        "SELECT exclusion FROM entitlements WHERE application_id::text = $1"
        " AND released_at IS NULL",
        one["id"],
    )
    assert [row["exclusion"].rpartition("/")[2] for row in held] == ["1000000000"]
    two = await submitted(owner, second, "scale", ours, annual_volume_fen=5_000_000_001)
    assert two["award_fen"] == 5_000_000


async def test_an_appeal_brings_back_no_more_than_is_left(world: World) -> None:
    edition, next_year = [await published(world, LISHUI) for _ in range(2)]
    owner, ours = await firm(world)
    one = await submitted(owner, edition, RENT, ours, support_year=1, rent_fen=5_000_000)
    refusal = {"verdict": "reject", "comment": "园区证明不符"}
    (await approve(world, one, **refusal)).ok()
    two = await submitted(owner, next_year, RENT, ours, support_year=2, rent_fen=8_000_000)
    assert two["award_fen"] == 4_000_000
    raised = (await owner.post(f"/applications/{one['id']}/appeal", {"reason": "证明已补"})).ok(201)
    authority = await world.staff("authority")
    upheld = {"verdict": "upheld", "comment": "属实"}
    (await authority.post(f"/appeals/{raised['id']}/decide", upheld)).ok()
    back = (await owner.get(f"/applications/{one['id']}")).ok()
    assert (back["status"], back["award_fen"]) == ("in_review", 1_000_000)
