"""Rows are taken in one order everywhere: application, pool, claims by id; so nobody deadlocks."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg

from storage.postgres.money.claims import mark_ranked
from storage.postgres.ranking.log import RecordedState, record_states
from storage.redis.movements import Revision
from tests.world.application import World
from tests.world.handing_in_again import hand_in_again, paid, send_back
from tests.world.review_steps import audited
from tests.world.row_locks import hold, until_blocked_by


async def two_claims(world: World) -> tuple[UUID, list[UUID]]:
    """A pool with two claims; their ids in order."""
    edition = await world.publish()
    for _ in range(2):
        await (await world.sme()).submitted(edition)
    await world.ports.ranker.marks.flush()
    rows = await world.fetch(
        "SELECT c.id, c.pool_id FROM claims c JOIN pools p ON p.id = c.pool_id"
        " WHERE p.edition_id = $1 ORDER BY c.id",
        edition,
    )
    return rows[0]["pool_id"], [row["id"] for row in rows]


def states(claims: list[UUID], state: str) -> list[RecordedState]:
    return [RecordedState(claim, state, 0, 2) for claim in claims]


async def test_the_recorder_takes_the_pool_before_its_claims(
    world: World, other: asyncpg.Connection
) -> None:
    """As a withdrawal does: it holds the pool, then needs the claim."""
    pool_id, claims = await two_claims(world)
    async with other.transaction():
        await hold(other, "pools", pool_id)
        recording = asyncio.create_task(
            record_states(pool_id, states(claims, "waiting"), Revision(9, 2), at=world.clock.now())
        )
        await until_blocked_by(world, other)
        await hold(other, "claims", claims[0])
    await recording
    rows = await world.fetch("SELECT state FROM claims WHERE id = ANY($1)", claims)
    assert [row["state"] for row in rows] == ["waiting", "waiting"]


async def test_marks_and_records_take_claims_by_id_however_they_are_given(
    world: World, other: asyncpg.Connection
) -> None:
    """While the first row is held by somebody else, neither has taken the second."""
    pool_id, claims = await two_claims(world)
    backwards = list(reversed(claims))
    jobs: list[Any] = [
        lambda: mark_ranked([(claim, 2**40) for claim in backwards]),
        lambda: record_states(
            pool_id, states(backwards, "funded"), Revision(9, 2), at=world.clock.now()
        ),
    ]
    for job in jobs:
        async with other.transaction():
            await hold(other, "claims", claims[0])
            writing = asyncio.create_task(job())
            await until_blocked_by(world, other)
            await hold(other, "claims", claims[1])
        await writing


async def test_a_corrected_claim_waits_for_the_pool_with_free_hands(
    world: World, other: asyncpg.Connection
) -> None:
    """Handing in again a locked claim changes the pool's counters: the pool's row comes first."""
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition, **paid(9))
    await audited(world, application)
    await send_back(world, "authority", "approve", application)
    (row,) = await world.fetch(
        "SELECT id, pool_id FROM claims WHERE application_id = $1", UUID(application["id"])
    )
    async with other.transaction():
        await hold(other, "pools", row["pool_id"])
        again = asyncio.create_task(
            hand_in_again(owner, application, fee_fen=500_000, paid_fen=500_000)
        )
        await until_blocked_by(world, other)
        await hold(other, "claims", row["id"])
    (await again).ok()
