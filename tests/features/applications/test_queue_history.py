"""The history of a claim shows what people did and how the line moved it, in the order of time."""

from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from server.features.applications.decision import LATEST_MOVEMENTS
from server.features.quota.ranking_log import record_movements
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import audited, decide, endorse

AWARD_FEN = 400_000
FEE = {"fee_fen": 1_000_000, "paid_fen": 1_000_000}


async def history(owner: Person, application: dict[str, Any]) -> list[dict[str, Any]]:
    found = (await owner.get(f"/applications/{application['id']}/decision")).ok()
    events: list[dict[str, Any]] = found["queue_history"]
    return events


async def record(world: World) -> None:
    await record_movements(quota=world.ports.quota, clock=world.ports.clock)


async def test_a_claim_that_waited_moved_up_and_was_locked(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD_FEN)
    first, second = await world.sme(), await world.sme()
    ahead = await first.submitted(edition, **FEE)
    application = await second.submitted(edition, **FEE)
    await record(world)
    (await first.post(f"/applications/{ahead['id']}/withdraw")).ok()
    await record(world)
    await audited(world, application)
    await record(world)

    found = await history(second, application)

    assert [(event["event"], event["granted_fen"]) for event in found] == [
        ("submitted", None),
        ("waiting", 0),
        ("funded", AWARD_FEN),
        ("audit.passed", AWARD_FEN),
    ]
    moments = [datetime.fromisoformat(event["at"]) for event in found]
    assert all(one <= other for one, other in pairwise(moments))
    assert [event["event"] for event in await history(first, ahead)] == [
        "submitted",
        "funded",
        "withdrawn",
    ]


async def test_what_nobody_has_written_down_yet_is_not_told(world: World) -> None:
    edition, owner = await world.publish(budget_fen=AWARD_FEN), await world.sme()
    application = await owner.submitted(edition, **FEE)
    assert [event["event"] for event in await history(owner, application)] == ["submitted"]
    await record(world)
    assert [event["event"] for event in await history(owner, application)] == [
        "submitted",
        "funded",
    ]


async def test_what_was_written_down_late_stands_once(world: World) -> None:
    """In, out and in again before the recorder came: it writes both movements in at one moment."""
    edition, owner = await world.publish(budget_fen=2 * AWARD_FEN), await world.sme()
    await (await world.sme()).submitted(edition, **FEE)
    await record(world)  # from here on it follows the stream; the first time it compares
    application = await owner.submitted(edition, **FEE)
    (await endorse(world, application)).ok()
    rejected = {"verdict": "reject", "comment": "凭证不清"}
    (await decide(await world.staff("auditor"), application, "audit", rejected)).ok()
    path = f"/applications/{application['id']}/appeal"
    raised = (await owner.post(path, {"reason": "有误"})).ok(201)
    upheld = {"verdict": "upheld", "comment": "核实属实"}
    authority = await world.staff("authority")
    (await authority.post(f"/appeals/{raised['id']}/decide", upheld)).ok()
    await record(world)
    assert [event["event"] for event in await history(owner, application)] == [
        "submitted",
        "audit.rejected",
        "appeal.upheld",
        "funded",
    ]


async def test_of_a_line_that_never_rests_only_the_latest_movements_are_shown(
    world: World,
) -> None:
    edition, owner = await world.publish(budget_fen=AWARD_FEN), await world.sme()
    application = await owner.submitted(edition, **FEE)
    await world.fetch(
        "INSERT INTO claim_log (claim_id, at, epoch, revision, state, granted_fen)"
        " SELECT c.id, now() + number * interval '1 second', 1000, number,"
        " CASE number % 2 WHEN 0 THEN 'funded' ELSE 'waiting' END, number"
        " FROM claims c, generate_series(1, 300) number WHERE c.application_id = $1",
        UUID(application["id"]),
    )
    submitted, *moved = await history(owner, application)
    assert submitted["event"] == "submitted"
    assert [event["granted_fen"] for event in moved] == list(range(101, 301))
    assert len(moved) == LATEST_MOVEMENTS
