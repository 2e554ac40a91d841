"""Two at once: one wins, the other is told; and what would happen without the row's lock."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from models.tables.applications import Application
from server.features.reviews import case as case_module
from storage.postgres.core.transaction import Tx
from tests.world.application import World
from tests.world.client import Answer
from tests.world.review_steps import AUDIT_PASS, PASS, audited, endorse, review_of, shown

RETURN = {"verdict": "return", "items": [{"item": "paid_at", "reason": "请核对"}]}


async def at_once(world: World, stage: str, body: dict[str, Any]) -> tuple[UUID, list[Answer]]:
    """Two reviewers decide the same review; the application and both answers."""
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    role = "auditor"
    if stage == "approve":
        await audited(world, application)
        role = "authority"
    else:
        (await endorse(world, application)).ok()
    people = [await world.staff(role), await world.staff(role, programme_code="sh-shuangtui")]
    review = await review_of(people[0], application, stage)
    path = f"/reviews/{review['id']}/decide"
    answers = await asyncio.gather(*(person.post(path, body) for person in people))
    return UUID(application["id"]), list(answers)


@pytest.mark.parametrize(
    ("stage", "body"),
    [
        ("audit", AUDIT_PASS),
        ("audit", RETURN),
        ("audit", {"verdict": "reject", "comment": "不符"}),
        ("approve", PASS),
    ],
)
async def test_of_two_who_decide_one_wins(world: World, stage: str, body: dict[str, Any]) -> None:
    application_id, answers = await at_once(world, stage, body)
    assert sorted(answer.status for answer in answers) == [200, 409]
    loser = next(answer for answer in answers if answer.status == 409)
    loser.refused(409, "already_decided")
    (row,) = await world.fetch(
        "SELECT count(*) AS n FROM audit WHERE subject_id = $1 AND event LIKE $2",
        application_id,
        f"{stage}.%",
    )
    assert row["n"] == 1


async def test_without_the_lock_both_would_decide(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_read = asyncio.Barrier(2)

    async def read_only(tx: Tx, application_id: UUID) -> Application:
        found = await Application.get(id=application_id, using_db=tx.connection)
        async with asyncio.timeout(30):
            await both_read.wait()
        return found

    owner = await world.sme()
    application = await owner.submitted(world.edition)
    (await endorse(world, application)).ok()
    people = [
        await world.staff("auditor"),
        await world.staff("auditor", programme_code="sh-shuangtui"),
    ]
    review = await review_of(people[0], application, "audit")
    monkeypatch.setattr(case_module, "hold_application", read_only)
    answers = await asyncio.gather(
        *(person.post(f"/reviews/{review['id']}/decide", RETURN) for person in people)
    )
    assert sorted(answer.status for answer in answers) != [200, 409]


async def test_a_withdrawal_and_a_verdict_do_not_both_happen(world: World) -> None:
    owner = await world.sme()
    for _ in range(3):
        application = await owner.submitted(world.edition)
        (await endorse(world, application)).ok()
        auditor = await world.staff("auditor")
        review = await review_of(auditor, application, "audit")
        withdrawn, decided = await asyncio.gather(
            owner.post(f"/applications/{application['id']}/withdraw"),
            auditor.post(f"/reviews/{review['id']}/decide", AUDIT_PASS),
        )
        assert withdrawn.status == 200, "withdrawing an application under review is always possible"
        assert decided.status in (200, 409)
        seen = await shown(owner, application)
        assert (seen["status"], seen["queue"]["state"]) == ("withdrawn", "none")
        (claim,) = await world.fetch(
            "SELECT live, locked_at FROM claims WHERE application_id = $1",
            UUID(application["id"]),
        )
        assert (claim["live"], claim["locked_at"]) == (False, None)
