"""Submissions at the same moment: one claim each, the money to who paid first, nothing lost."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

from tests.world.application import World
from tests.world.client import Answer, Person

FEE, AWARD = 1_000_000, 400_000


async def test_one_application_submitted_many_times_at_once_is_one_claim(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.ready(edition)
    path = f"/applications/{application['id']}/submit"
    answers = await asyncio.gather(*(owner.post(path) for _ in range(12)))
    assert {answer.ok()["version"] for answer in answers} == {application["version"] + 1}
    assert len({answer.body["receipt"] for answer in answers}) == 1
    for table in ("claims", "receipts", "reviews", "entitlements", "award_lines"):
        rows = await world.fetch(
            f"SELECT 1 FROM {table} WHERE application_id = $1", application["id"]
        )
        assert (table, len(rows)) == (table, 1)
    (pool,) = (await owner.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (pool["funded"], pool["funded_fen"]) == (1, answers[0].body["award_fen"])


async def test_a_rush_gives_the_money_to_those_who_paid_first(world: World) -> None:
    """Twelve at once, money for five: whoever arrives first, the five earliest payers have it."""
    edition = await world.publish(budget_fen=5 * AWARD + AWARD // 2)
    ready = [await _ready(world, edition, minutes=n) for n in range(12)]
    shuffled = random.sample(ready, len(ready))
    answers = await asyncio.gather(*(_submit(*one) for one in shuffled))
    assert all(answer.ok()["receipt"] for answer in answers)
    queues = [(await owner.get(f"/applications/{id}")).ok()["queue"] for owner, id in ready]
    assert [queue["state"] for queue in queues] == ["funded"] * 5 + ["waiting"] * 7
    assert [queue["position"] for queue in queues] == list(range(1, 13))
    (pool,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (pool["funded_fen"], pool["remaining_fen"]) == (5 * AWARD, AWARD // 2)


async def test_submit_and_withdraw_at_once_end_in_one_true_state(world: World) -> None:
    edition = await world.publish()
    for _ in range(6):
        owner = await world.sme()
        application = await owner.ready(edition)
        path = f"/applications/{application['id']}"
        answers = await asyncio.gather(
            owner.post(f"{path}/submit"),
            owner.post(f"{path}/withdraw"),
            owner.post(f"{path}/submit"),
        )
        assert {answer.status for answer in answers} <= {200, 409}
        after = (await owner.get(path)).ok()
        live = await world.fetch(
            "SELECT 1 FROM claims WHERE application_id = $1 AND live", application["id"]
        )
        assert after["status"] == "withdrawn"
        assert (after["queue"]["state"], live) == ("none", [])
    (pool,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (pool["funded"], pool["remaining_fen"]) == (0, pool["budget_fen"])


async def _ready(world: World, edition: str, *, minutes: int) -> tuple[Person, str]:
    now = datetime.now(UTC).replace(microsecond=0)
    owner = await world.sme()
    application = await owner.ready(
        edition,
        fee_fen=FEE,
        paid_fen=FEE,
        paid_at=(now - timedelta(days=5) + timedelta(minutes=minutes)).isoformat(),
    )
    return owner, application["id"]


async def _submit(owner: Person, application_id: str) -> Answer:
    return await owner.post(f"/applications/{application_id}/submit")
