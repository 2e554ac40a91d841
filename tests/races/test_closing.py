"""Closing while others are at work: nobody is left waiting, nobody is lost, no fen is over budget."""

import asyncio
import random
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from models.rules.line.allocation import LiveClaim, PoolTerms, allocate
from server.clock import Clock
from server.features.quota.ranking import Ranker
from server.features.quota.reconcile import reconcile
from tests.features.editions.closing import close, edition_row, settle
from tests.features.quota.seeded import lengthen, line_of
from tests.world.applicant import AWARD, apply
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.review_steps import AUDIT_PASS, endorse, review_of

FEE = 1_000_000


async def test_closing_while_fifty_submit(world: World) -> None:
    edition = await world.publish(budget_fen=12 * AWARD + AWARD // 2)
    ready = [await _ready(world, edition) for _ in range(50)]
    authority = await world.staff("authority", edition_code=edition)
    submissions = [asyncio.create_task(_submit(*one)) for one in ready]
    await asyncio.wait(submissions, return_when=asyncio.FIRST_COMPLETED)
    (await authority.post(f"/programmes/{edition}/close", {"reason": "额度用完"})).ok()
    answers = await asyncio.gather(*submissions)
    while (await edition_row(world, edition))["settled_at"] is None:
        await settle(world)
    accepted = {answer.body["id"] for answer in answers if answer.status == 200}
    for answer in answers:
        if answer.status != 200:
            answer.refused(409, "window_closed")
    rows = await line_of(world, edition)
    assert {str(row["application_id"]) for row in rows} == accepted
    # As if everybody had stood in line and the line had then been cut: the first twelve, whole.
    live = [row["live"] for row in rows]
    assert live == [True] * min(12, len(live)) + [False] * (len(live) - 12)
    statuses = Counter(row["status"] for row in rows)
    assert statuses == {"in_review": sum(live), "not_funded": len(live) - sum(live)} or all(live)
    await _nobody_waits(world, edition)


async def test_a_long_line_ends_batch_by_batch(world: World) -> None:
    edition = await world.publish(budget_fen=100 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    await lengthen(world, first.id, 549)
    await close(world, edition)
    assert await settle(world) == 450
    await _ended_beyond(world, edition, 100)


async def test_a_death_between_two_batches_leaves_the_rest_to_the_next_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = await world.publish(budget_fen=100 * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    await lengthen(world, first.id, 549)
    await close(world, edition)
    with monkeypatch.context() as patch:
        patch.setattr(Ranker, "rank", _die)
        with pytest.raises(ConnectionAbortedError):
            await settle(world)
    rows = await line_of(world, edition)
    # The end of the line is gone, what stood before it is untouched.
    assert [row["live"] for row in rows] == [True] * 350 + [False] * 200
    assert (await edition_row(world, edition))["settled_at"] is None
    assert await settle(world) == 250
    # What the dead one had committed and not ranked, the reconciler ranks.
    ports = world.ports
    later = Clock(lambda: ports.clock.now() + timedelta(minutes=1))
    await reconcile(ranker=ports.ranker, clock=later)
    await _ended_beyond(world, edition, 100)


async def test_withdrawing_and_passing_meanwhile(world: World) -> None:
    edition = await world.publish(budget_fen=3 * AWARD)
    line = [await apply(world, edition, paid_days_ago=40 - place) for place in range(10, 26)]
    await close(world, edition)
    leaving = random.Random(7).sample(line, 6)
    examined = [await one.now() for one in line if one not in leaving][1:4]
    for application in examined:
        (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    reviews = [(await review_of(auditor, one, "audit"))["id"] for one in examined]
    answers = await asyncio.gather(
        *(one.owner.post(f"/applications/{one.id}/withdraw") for one in leaving),
        *(auditor.post(f"/reviews/{one}/decide", AUDIT_PASS) for one in reviews),
        settle(world),
        settle(world),
    )
    await settle(world)
    assert {one.status for one in answers if isinstance(one, Answer)} <= {200, 409}
    rows = await line_of(world, edition)
    assert {row["status"] for row in rows} <= {"in_review", "withdrawn", "not_funded"}
    await _nobody_waits(world, edition)
    assert sum(row["live"] for row in rows) <= 3
    inside = await world.fetch(
        "SELECT coalesce(sum(c.amount_fen), 0) AS fen FROM claims c JOIN pools p ON p.id = c.pool_id"
        " WHERE p.edition_id = $1 AND c.live",
        edition,
    )
    assert inside[0]["fen"] <= 3 * AWARD


async def _ended_beyond(world: World, edition: str, kept: int) -> None:
    rows = await line_of(world, edition)
    assert [row["live"] for row in rows] == [True] * kept + [False] * (len(rows) - kept)
    assert {row["status"] for row in rows[kept:]} == {"not_funded"}
    await _nobody_waits(world, edition)
    ended = [row["application_id"] for row in rows[kept:]]
    (left,) = await world.fetch(
        "SELECT (SELECT count(*) FROM reviews WHERE application_id = ANY($1) AND state = 'open')"
        " AS reviews, (SELECT count(*) FROM pgqueuer WHERE entrypoint = 'application.not_funded'"
        " AND payload = ANY(SELECT uuid_send(unnest($1::uuid[])))) AS jobs,"
        " (SELECT count(DISTINCT subject_id) FROM audit WHERE event = 'not_funded'"
        "   AND subject_id = ANY($1)) AS lines",
        ended,
    )
    assert tuple(left) == (0, len(ended), len(ended))


async def _nobody_waits(world: World, edition: str) -> None:
    """By the reference, in the database's own rows; and Redis says the same."""
    (pool,) = await world.fetch("SELECT * FROM pools WHERE edition_id = $1", edition)
    claims = await world.fetch("SELECT * FROM claims WHERE pool_id = $1 AND live", pool["id"])
    terms = PoolTerms(pool["budget_fen"], pool["places"])
    stood = [
        LiveClaim(
            str(claim["id"]),
            f"{claim['later_at']}{claim['sequence']:019d}",
            claim["amount_fen"],
            locked=claim["locked_at"] is not None,
        )
        for claim in claims
    ]
    assert {one.state for one in allocate(terms, stood)} <= {"funded", "locked"}
    assert (await edition_row(world, edition))["settled_at"] is not None
    (shown,) = (await world.anyone.get(f"/programmes/{edition}/quota")).ok()["pools"]
    assert (shown["funded"] + shown["locked"], shown["waiting"]) == (len(claims), 0)


async def _die(ranker: Ranker, pool_id: UUID, claim: Any) -> None:
    raise ConnectionAbortedError


async def _ready(world: World, edition: str) -> tuple[Person, str]:
    owner = await world.sme()
    application = await owner.ready(edition, fee_fen=FEE, paid_fen=FEE)
    return owner, application["id"]


async def _submit(owner: Person, application_id: str) -> Answer:
    return await owner.post(f"/applications/{application_id}/submit")
