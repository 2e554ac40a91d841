"""What an upheld appeal does to the line, who is told of an appeal's outcome, and who may appeal."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from server.features.editions.end_unfunded import end_unfunded
from tests.features.verdicts.return_steps import RETURN, lapse
from tests.world.applicant import AWARD, Applicant, apply, figures
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.handing_in_again import paid
from tests.world.review_steps import AUDIT_PASS, approved, audited, decide, endorse, events

REJECT = {"verdict": "reject", "comment": "凭证不清"}
UPHELD = {"verdict": "upheld", "comment": "核实属实"}
DISMISSED = {"verdict": "dismissed", "comment": "理由不成立"}


async def reject(world: World, applicant: Applicant) -> None:
    (await endorse(world, await applicant.now())).ok()
    auditor = await world.staff("auditor")
    (await decide(auditor, await applicant.now(), "audit", REJECT)).ok()


async def let_lapse(world: World, applicant: Applicant) -> None:
    (await endorse(world, await applicant.now())).ok()
    auditor = await world.staff("auditor")
    (await decide(auditor, await applicant.now(), "audit", RETURN)).ok()
    assert await lapse(world, timedelta(days=60)) >= 1


async def appeal(world: World, applicant: Applicant, verdict: dict[str, Any]) -> Answer:
    raised = await applicant.owner.post(f"/applications/{applicant.id}/appeal", {"reason": "有误"})
    authority = await world.staff("authority")
    return await authority.post(f"/appeals/{raised.ok(201)['id']}/decide", verdict)


async def key_of(world: World, applicant: Applicant) -> tuple[Any, ...]:
    (row,) = await world.fetch(
        "SELECT later_at, earlier_at, sequence FROM claims WHERE application_id = $1",
        UUID(applicant.id),
    )
    return tuple(row)


async def told_to(owner: Person) -> dict[str, str]:
    """Bodies by event."""
    items = (await owner.get("/notifications")).ok()["items"]
    return {item["event"]: item["body"] for item in items}


@pytest.mark.parametrize("end", [reject, let_lapse])
async def test_it_goes_ahead_of_those_that_are_not_locked(world: World, end: Any) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=5)
    key = await key_of(world, first)
    await end(world, first)
    assert await second.place() == ("funded", 1, None)
    (await appeal(world, first, UPHELD)).ok()
    assert await first.place() == ("funded", 1, None)
    assert await second.place() == ("waiting", 2, 1)
    assert await key_of(world, first) == key
    seen = await first.now()
    assert (seen["status"], seen["stage"]) == ("in_review", "audit")
    (await decide(await world.staff("auditor"), seen, "audit", AUDIT_PASS)).ok()
    assert await first.place() == ("locked", None, None)
    pool = await figures(world, edition)
    assert (pool["locked_fen"], pool["waiting"]) == (AWARD, 1)


async def test_what_was_locked_meanwhile_stays_locked(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=5)
    third = await apply(world, edition, paid_days_ago=3)
    await reject(world, first)
    await audited(world, await second.now())
    (await appeal(world, first, UPHELD)).ok()
    assert await second.place() == ("locked", None, None)
    assert await first.place() == ("waiting", 1, 1)
    assert await third.place() == ("waiting", 2, 2)


async def test_the_firm_is_told_how_its_appeal_ended(world: World) -> None:
    edition = await world.publish()
    upheld = await apply(world, edition, paid_days_ago=9)
    dismissed = await apply(world, edition, paid_days_ago=8)
    for applicant in (upheld, dismissed):
        await reject(world, applicant)
    (await appeal(world, upheld, UPHELD)).ok()
    (await appeal(world, dismissed, DISMISSED)).ok()
    good, bad = await told_to(upheld.owner), await told_to(dismissed.owner)
    assert "核实属实" in good["appeal.upheld"]
    assert "排队先后按原来的时间" in good["appeal.upheld"]
    assert "理由不成立" in bad["appeal.dismissed"]
    assert "appeal.upheld" not in bad
    assert "appeal.dismissed" not in good
    decision = (await upheld.owner.get(f"/applications/{upheld.id}/decision")).ok()
    steps = [step["event"] for step in decision["queue_history"]]
    assert steps[-1] == "appeal.upheld"
    assert events(await dismissed.now())[-1] == "appeal.dismissed"


async def test_with_a_waiver_it_stands_beside_the_new_application(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    firm = await owner.enterprise()
    made = await owner.submitted(edition, enterprise_id=firm["id"], **paid(9))
    first = Applicant(owner, made["id"])
    await reject(world, first)
    again = await owner.submitted(edition, enterprise_id=firm["id"], **paid(9))
    raised = (await owner.post(f"/applications/{first.id}/appeal", {"reason": "有误"})).ok(201)
    authority = await world.staff("authority")
    path = f"/appeals/{raised['id']}/decide"
    (await authority.post(path, UPHELD)).refused(409, "already_applied")
    body = {"uscc": firm["uscc"], "track": "copay", "reason": "两份合同均属实"}
    (await authority.post(f"/programmes/{edition}/waivers", body)).ok(201)
    (await authority.post(path, UPHELD)).ok()
    held = await world.fetch(
        "SELECT slot, application_id::text, waiver_reason FROM entitlements"
        " WHERE uscc = $1 AND released_at IS NULL ORDER BY slot",
        firm["uscc"],
    )
    assert [tuple(row) for row in held] == [
        (1, again["id"], None),
        (2, first.id, "两份合同均属实"),
    ]


async def close(world: World, edition: str) -> None:
    authority = await world.staff("authority")
    (await authority.post(f"/programmes/{edition}/close", {"reason": "本期结束"})).ok()
    await settle(world)


async def settle(world: World) -> None:
    ports = world.ports
    await end_unfunded(clock=ports.clock, ranker=ports.ranker, in_flight=timedelta(0))


async def test_in_a_closed_edition_it_takes_part_only_if_money_reaches_it(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=5)
    await reject(world, first)
    await audited(world, await second.now())
    await close(world, edition)
    (await appeal(world, first, UPHELD)).ok()
    await settle(world)
    assert (await first.now())["status"] == "not_funded"
    assert "application.not_funded" in await unfunded_jobs(world, first)
    assert await second.place() == ("locked", None, None)
    # Nor may it be appealed: no decision ended it, only the money.
    answer = await first.owner.post(f"/applications/{first.id}/appeal", {"reason": "有误"})
    answer.refused(409, "not_appealable")


async def unfunded_jobs(world: World, applicant: Applicant) -> list[str]:
    """By which the worker tells the firm."""
    rows = await world.fetch(
        "SELECT entrypoint FROM pgqueuer WHERE payload = $1", UUID(applicant.id).bytes
    )
    return [row["entrypoint"] for row in rows]


async def test_in_a_closed_edition_with_room_it_goes_on(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    await reject(world, first)
    await close(world, edition)
    (await appeal(world, first, UPHELD)).ok()
    await settle(world)
    assert (await first.now())["status"] == "in_review"
    assert await first.place() == ("funded", 1, None)


async def test_only_a_rejection_or_a_lapse_can_be_appealed(world: World) -> None:
    edition = await world.publish()
    withdrawn = await apply(world, edition, paid_days_ago=9)
    (await withdrawn.owner.post(f"/applications/{withdrawn.id}/withdraw")).ok()
    revoked = await apply(world, edition, paid_days_ago=9)
    await approved(world, await revoked.now())
    authority = await world.staff("authority")
    body = {"reason": "材料不实"}
    (await authority.post(f"/applications/{revoked.id}/revoke", body)).ok()
    for applicant in (withdrawn, revoked):
        path = f"/applications/{applicant.id}/appeal"
        (await applicant.owner.post(path, {"reason": "有误"})).refused(409, "not_appealable")
