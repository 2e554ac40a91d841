"""A place in the line: by the time of payment, within the budget, and nobody overtakes."""

from tests.world.applicant import AWARD, FEE, apply, figures
from tests.world.application import World


async def test_who_paid_first_stands_first(world: World) -> None:
    edition = await world.publish()
    late = await apply(world, edition, paid_days_ago=3)
    assert await late.place() == ("funded", 1, None)
    early = await apply(world, edition, paid_days_ago=9)
    middle = await apply(world, edition, paid_days_ago=6)
    assert await early.place() == ("funded", 1, None)
    assert await middle.place() == ("funded", 2, None)
    assert await late.place() == ("funded", 3, None)


async def test_of_two_who_paid_together_the_earlier_signature_stands_first(world: World) -> None:
    edition, paid = await world.publish(), "2026-11-10"
    owners = [await world.sme(), await world.sme()]
    second = await owners[0].submitted(edition, signed_at="2026-11-09", paid_at=paid)
    first = await owners[1].submitted(edition, signed_at="2026-11-08", paid_at=paid)
    assert first["queue"]["position"] == 1
    again = (await owners[0].get(f"/applications/{second['id']}")).ok()
    assert again["queue"]["position"] == 2


async def test_signing_after_payment_counts_as_the_later(world: World) -> None:
    edition = await world.publish()
    one, other = await world.sme(), await world.sme()
    late = await one.submitted(edition, signed_at="2026-11-15", paid_at="2026-11-01")
    early = await other.submitted(edition, signed_at="2026-11-02", paid_at="2026-11-14")
    assert (late["queue"]["position"], early["queue"]["position"]) == (1, 1)
    assert (await one.get(f"/applications/{late['id']}")).ok()["queue"]["position"] == 2


async def test_the_third_waits_and_a_small_one_does_not_overtake(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD + AWARD // 2)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    third = await apply(world, edition, paid_days_ago=7)
    assert await third.place() == ("waiting", 3, 1)
    small = await apply(world, edition, paid_days_ago=6, fee=FEE // 10)
    assert await small.place() == ("waiting", 4, 2)
    assert await first.place() == ("funded", 1, None)
    assert await second.place() == ("funded", 2, None)
    pool = await figures(world, edition)
    assert (pool["funded"], pool["waiting"], pool["funded_fen"]) == (2, 2, 2 * AWARD)
    assert pool["remaining_fen"] == AWARD // 2
    shown = (await world.anyone.get(f"/programmes/{edition}")).ok()
    assert shown["status"] == "exhausted"


async def test_an_earlier_payer_takes_the_place_of_a_later_one(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    late = await apply(world, edition, paid_days_ago=3)
    assert await late.place() == ("funded", 1, None)
    early = await apply(world, edition, paid_days_ago=9)
    assert await early.place() == ("funded", 1, None)
    assert await late.place() == ("waiting", 2, 1)


async def test_withdrawing_frees_the_money_and_moves_the_others_up(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    third = await apply(world, edition, paid_days_ago=7)
    before = await figures(world, edition)
    assert (before["funded_fen"], before["waiting"]) == (2 * AWARD, 1)
    withdrawn = await first.owner.post(f"/applications/{first.id}/withdraw", {"reason": "不办了"})
    assert withdrawn.ok()["status"] == "withdrawn"
    assert withdrawn.body["queue"]["state"] == "none"
    assert withdrawn.body["timeline"][-1]["comment"] == "不办了"
    assert await second.place() == ("funded", 1, None)
    assert await third.place() == ("funded", 2, None)
    after = await figures(world, edition)
    assert (after["funded_fen"], after["waiting"]) == (2 * AWARD, 0)
    again = await first.owner.post(f"/applications/{first.id}/withdraw")
    again.refused(409, "not_withdrawable")


async def test_who_comes_back_after_withdrawing_ranks_no_earlier_than_the_return(
    world: World,
) -> None:
    edition = await world.publish()
    owner = await world.sme()
    firm = await owner.enterprise()
    first = await owner.submitted(edition, enterprise_id=firm["id"], paid_at="2026-11-02")
    steady = await apply(world, edition, paid_days_ago=1)
    assert await steady.place() == ("funded", 2, None)
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    again = await owner.submitted(edition, enterprise_id=firm["id"], paid_at="2026-11-02")
    assert again["queue"]["position"] == 2
    assert await steady.place() == ("funded", 1, None)


async def test_the_last_award_may_be_what_is_left(world: World) -> None:
    edition = await world.publish(
        budget_fen=AWARD + 150_000, last_award="partial", last_award_min_fen=100_000
    )
    await apply(world, edition, paid_days_ago=9)
    last = await apply(world, edition, paid_days_ago=8)
    behind = await apply(world, edition, paid_days_ago=7, fee=FEE // 10)
    assert await last.place() == ("funded", 2, None)
    assert await behind.place() == ("waiting", 3, 1)
    pool = await figures(world, edition)
    assert (pool["funded_fen"], pool["remaining_fen"]) == (AWARD + 150_000, 0)


async def test_a_rest_below_the_least_award_is_given_to_nobody(world: World) -> None:
    edition = await world.publish(
        budget_fen=AWARD + 99_999, last_award="partial", last_award_min_fen=100_000
    )
    await apply(world, edition, paid_days_ago=9)
    last = await apply(world, edition, paid_days_ago=8)
    assert await last.place() == ("waiting", 2, 1)
    assert (await figures(world, edition))["remaining_fen"] == 99_999


async def test_places_run_out_like_money(world: World) -> None:
    edition = await world.publish(places=1)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    assert await first.place() == ("funded", 1, None)
    assert await second.place() == ("waiting", 2, 1)


async def test_by_arrival_the_first_to_come_stands_first(world: World) -> None:
    edition = await world.publish(order="arrival")
    first = await apply(world, edition, paid_days_ago=1)
    second = await apply(world, edition, paid_days_ago=9)
    assert await first.place() == ("funded", 1, None)
    assert await second.place() == ("funded", 2, None)
