"""Handing in again after a correction: what it does to the place in the line and to the money."""

from typing import Any

from tests.world.applicant import AWARD, FEE, Applicant, apply, figures
from tests.world.application import World
from tests.world.client import Answer, particulars
from tests.world.handing_in_again import days_ago
from tests.world.review_steps import audited, decide, endorse


async def send_back(world: World, applicant: Applicant, *items: str) -> dict[str, Any]:
    """Returned by the platform with these items; the application as it is then."""
    asked = [{"item": item, "reason": "请核对后更正"} for item in items]
    application = await applicant.now()
    (await endorse(world, application, verdict="return", items=asked)).ok()
    return await applicant.now()


async def correct(applicant: Applicant, **changes: Any) -> Answer:
    """Change only what is given; everything else as it stands."""
    now = await applicant.now()
    given = {name: now[name] for name in particulars(now)}
    path = f"/applications/{applicant.id}/particulars"
    headers = {"If-Match": f'"{now["version"]}"'}
    return await applicant.owner.put(path, given | changes, headers=headers)


async def submit(applicant: Applicant) -> Answer:
    return await applicant.owner.post(f"/applications/{applicant.id}/submit")


async def test_the_firm_cannot_correct_itself_forward(world: World) -> None:
    edition = await world.publish()
    early = await apply(world, edition, paid_days_ago=9)
    late = await apply(world, edition, paid_days_ago=5)
    await send_back(world, late, "paid_at")
    (await correct(late, paid_at=days_ago(20))).ok()
    again = (await submit(late)).ok()
    assert again["queue"]["position"] == 2
    assert await early.place() == ("funded", 1, None)


async def test_a_later_date_moves_the_firm_back(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=5)
    await send_back(world, first, "paid_at")
    (await correct(first, paid_at=days_ago(2))).ok()
    assert await first.place() == ("funded", 1, None)
    again = (await submit(first)).ok()
    assert again["queue"]["state"] == "waiting"
    assert await second.place() == ("funded", 1, None)
    assert (await figures(world, edition))["funded_fen"] == AWARD


async def test_a_smaller_fee_gives_money_back(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD + AWARD // 2)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=5)
    assert await second.place() == ("waiting", 2, 1)
    returned = await send_back(world, first, "fee_fen", "paid_fen")
    (await correct(first, fee_fen=FEE // 2, paid_fen=FEE // 2)).ok()
    again = (await submit(first)).ok()
    assert again["award_fen"] == AWARD // 2
    assert again["receipt"] != returned["receipt"]
    assert await second.place() == ("funded", 2, None)
    pool = await figures(world, edition)
    assert (pool["funded_fen"], pool["remaining_fen"]) == (AWARD + AWARD // 2, 0)


async def test_what_is_not_better_is_refused_again(world: World) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    returned = await send_back(world, applicant, "paid_fen", "paid_at")
    before = await figures(world, edition)
    (await correct(applicant, paid_fen=1, paid_at=None)).ok()
    answer = await submit(applicant)
    answer.refused(409, "incomplete")
    assert answer.reasons() == {("paid_fen", "too_little"), ("paid_at", "missing")}
    after = await applicant.now()
    assert (after["status"], after["receipt"]) == ("returned", returned["receipt"])
    assert await figures(world, edition) | {"as_of": None} == before | {"as_of": None}


async def test_locked_money_shrinks_with_a_correction_and_never_grows(world: World) -> None:
    edition = await world.publish(budget_fen=3 * AWARD)
    applicant = await apply(world, edition, paid_days_ago=9)
    await audited(world, await applicant.now())
    authority = await world.staff("authority")
    items = [{"item": name, "reason": "与发票不符"} for name in ("fee_fen", "paid_fen")]
    body = {"verdict": "return", "comment": "请更正", "items": items}
    (await decide(authority, await applicant.now(), "approve", body)).ok()
    assert await applicant.place() == ("locked", None, None)

    (await correct(applicant, fee_fen=2 * FEE, paid_fen=2 * FEE)).ok()
    refused = await submit(applicant)
    refused.refused(409, "incomplete")
    assert refused.reasons() == {("fee_fen", "amount_locked")}
    assert (await figures(world, edition))["locked_fen"] == AWARD

    (await correct(applicant, fee_fen=FEE // 2, paid_fen=FEE // 2)).ok()
    again = (await submit(applicant)).ok()
    assert (again["stage"], again["queue"]["state"]) == ("approve", "locked")
    pool = await figures(world, edition)
    assert (pool["locked_fen"], pool["remaining_fen"]) == (AWARD // 2, 3 * AWARD - AWARD // 2)
    ledger = await world.fetch(
        "SELECT l.kind, l.amount_fen FROM pool_ledger l JOIN pools p ON p.id = l.pool_id"
        " WHERE p.edition_id = $1 AND l.kind <> 'budget' ORDER BY l.id",
        edition,
    )
    assert [tuple(row) for row in ledger] == [("lock", AWARD), ("release", -AWARD // 2)]
