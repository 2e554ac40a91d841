"""Processes are killed one after the other while clients submit: what was promised is there."""

import asyncio
import random
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import aiohttp

from models.rules.allocation import LiveClaim, PoolTerms, allocate
from models.rules.orderkey import OrderKey
from tests.fixtures.client import Person
from tests.fixtures.halves import parts_of
from tests.fixtures.installation import Installation, publish, until

CLIENTS, DRAFTS_EACH = 4, 6
AWARD_FEN = 400_000
FITTING = 15
"""Of 24 claims, so that some wait."""
AT_ONCE = 3
"""Submissions under way around each kill."""
VICTIMS = ("server", "worker", "valkey", "postgres")
SEED = 20261122


@dataclass
class Rush:
    """Drafts that wait, leave to submit so many of them, and what was answered with success."""

    waiting: list[tuple[Person, str]] = field(default_factory=list)
    leave: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    promised: list[str] = field(default_factory=list)

    async def submit_all(self) -> None:
        """One after the other; what fails is tried again until it succeeds."""
        while True:
            await self.leave.acquire()
            if not self.waiting:
                return
            person, application_id = self.waiting.pop(0)
            while not await _submitted(person, application_id):  # noqa: ASYNC110  # asks anew
                await asyncio.sleep(0.02)  # as a client pauses before it tries again
            self.promised.append(application_id)


async def _submitted(person: Person, application_id: str) -> bool:
    try:
        answer = await person.post(f"/applications/{application_id}/submit")
    except (aiohttp.ClientError, OSError):
        return False
    assert answer.status in (200, 503), answer.body
    return answer.status == 200


async def _drafts(place: Installation, edition: str) -> list[tuple[Person, str]]:
    person = await place.world.sme()
    made = []
    for _ in range(DRAFTS_EACH):
        draft = await person.ready(edition, fee_fen=1_000_000, paid_fen=1_000_000)
        made.append((person, draft["id"]))
    return made


async def test_what_was_promised_survives_every_kill(place: Installation) -> None:
    chance = random.Random(SEED)
    edition = await publish(place.world, "kill", budget_fen=FITTING * AWARD_FEN)
    drafts = await asyncio.gather(*(_drafts(place, edition) for _ in range(CLIENTS)))
    rush = Rush([one for some in zip(*drafts, strict=True) for one in some])
    every = {application_id for _, application_id in rush.waiting}

    victims = [victim for victim in VICTIMS for _ in range(2)]
    chance.shuffle(victims)
    async with asyncio.TaskGroup() as clients:
        for _ in range(CLIENTS):
            clients.create_task(rush.submit_all())
        for victim in victims:
            seen = len(rush.promised) + chance.randrange(AT_ONCE)
            for _ in range(AT_ONCE):
                rush.leave.release()
            await until(partial(_promised, rush, seen), "submissions go on")
            await place.kill(victim)
            await place.start(victim)
        for _ in range(len(every)):
            rush.leave.release()
    assert set(rush.promised) == every
    for application_id in every:
        assert (await parts_of(place.world, application_id)).whole
    await until(lambda: _as_the_rule_says(place, edition), "the ranking equals the rule", 30)
    await until(lambda: _all_told(place, every), "every job was done", 30)
    await until(lambda: _recorded(place, edition), "states and figures are written down", 30)


async def _promised(rush: Rush, many: int) -> bool:
    return len(rush.promised) >= many


async def _expected(place: Installation, edition: str) -> tuple[UUID, dict[str, str]]:
    """The pool, and what the reference rule says of every live claim in the database."""
    rows = await place.world.fetch(
        "SELECT c.id, c.pool_id, c.amount_fen, c.sequence, p.budget_fen,"
        " extract(epoch FROM c.later_at)::bigint AS later,"
        " extract(epoch FROM c.earlier_at)::bigint AS earlier"
        " FROM claims c JOIN pools p ON p.id = c.pool_id WHERE p.edition_id = $1 AND c.live",
        edition,
    )
    claims = [
        LiveClaim(
            str(row["id"]),
            OrderKey(row["later"], row["earlier"], row["sequence"]).member,
            row["amount_fen"],
        )
        for row in rows
    ]
    allotted = allocate(PoolTerms(rows[0]["budget_fen"]), claims)
    return rows[0]["pool_id"], {one.claim_id: one.state for one in allotted}


async def _as_the_rule_says(place: Installation, edition: str) -> bool:
    pool_id, expected = await _expected(place, edition)
    ids = [UUID(claim_id) for claim_id in expected]
    standings = await place.world.ports.quota.standings(pool_id, ids)
    found = {
        str(claim_id): None if standing is None else standing.state
        for claim_id, standing in zip(ids, standings, strict=True)
    }
    assert sum(state == "funded" for state in expected.values()) == FITTING
    return found == expected


async def _all_told(place: Installation, every: set[str]) -> bool:
    rows = await place.world.fetch(
        "SELECT DISTINCT application_id FROM notifications"
        " WHERE event = 'application.submitted' AND application_id = ANY($1)",
        [UUID(application_id) for application_id in every],
    )
    return len(rows) == len(every)


async def _recorded(place: Installation, edition: str) -> bool:
    _, expected = await _expected(place, edition)
    rows: list[Any] = await place.world.fetch(
        "SELECT c.id, c.state, c.version = c.ranked_version AS ranked,"
        " (p.recorded_figures->>'funded')::int AS funded"
        " FROM claims c JOIN pools p ON p.id = c.pool_id WHERE p.edition_id = $1",
        edition,
    )
    states = {str(row["id"]): row["state"] for row in rows}
    return (
        states == expected and all(row["ranked"] for row in rows) and rows[0]["funded"] == FITTING
    )
