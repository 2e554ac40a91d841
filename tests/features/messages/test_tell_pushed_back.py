"""Who is pushed back over the line by an act of the authority hears of it as of any movement."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.features.messages.conftest import Told, until
from tests.features.messages.movement_steps import MOVED, told_state
from tests.world.review_steps import decide, endorse

REJECT = {"verdict": "reject", "comment": "凭证不清"}
UPHELD = {"verdict": "upheld", "comment": "核实属实"}


def paid(days_ago: int) -> dict[str, Any]:
    at = (datetime.now(UTC).replace(microsecond=0) - timedelta(days=days_ago)).isoformat()
    return {"signed_at": at, "paid_at": at}


async def room_for_one(told: Told) -> str:
    award_fen: int = told.application["award_fen"]
    return await told.world.publish(budget_fen=award_fen + award_fen // 2)


async def submitted(told: Told, edition: str, days_ago: int) -> Told:
    person = await told.world.sme()
    application = await person.submitted(edition, **paid(days_ago))
    return Told(told.world, person, application, told.dsn)


async def is_told_that_it_waits(told: Told) -> None:
    rows = await until(lambda: told.rows(MOVED), "it is told that it waits")
    assert "候补" in rows[-1]["body"]
    assert "排到您前面，或预算有调整" in rows[-1]["body"]


async def stands_within(told: Told) -> None:
    async def noted() -> bool:
        return await told_state(told) == "funded"

    await until(noted, "it stands within the budget")


async def test_an_upheld_appeal_pushes_back(told: Told, worker: None) -> None:
    edition, world = await room_for_one(told), told.world
    first = await submitted(told, edition, 10)
    (await endorse(world, first.application)).ok()
    (await decide(await world.staff("auditor"), first.application, "audit", REJECT)).ok()
    second = await submitted(told, edition, 5)
    await stands_within(second)
    path = f"/applications/{first.id}/appeal"
    raised = (await first.person.post(path, {"reason": "有误"})).ok(201)
    authority = await world.staff("authority")
    (await authority.post(f"/appeals/{raised['id']}/decide", UPHELD)).ok()
    await is_told_that_it_waits(second)


async def test_corrected_dates_push_back(told: Told, worker: None) -> None:
    edition, world = await room_for_one(told), told.world
    first = await submitted(told, edition, 5)
    second = await submitted(told, edition, 3)
    await stands_within(first)
    authority = await world.staff("authority")
    body = {**paid(9), "reason": "银行回单"}
    (await authority.post(f"/applications/{second.id}/correct-dates", body)).ok()
    await is_told_that_it_waits(first)
