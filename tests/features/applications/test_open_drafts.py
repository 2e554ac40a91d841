"""How many drafts may be open at once, for a firm and for a person; also when many come at once."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from server.allowances import STARTS
from server.features.applications import drafts_open
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.row_locks import hold, until_blocked_by
from tests.world.spending import left


async def body_for(owner: Person, edition: str, firm: str) -> dict[str, Any]:
    return {
        "edition": edition,
        "track": "copay",
        "enterprise_id": firm,
        **await owner.some_plan(edition),
    }


async def start(owner: Person, bodies: list[dict[str, Any]]) -> list[Answer]:
    return await asyncio.gather(*(owner.post("/applications", body) for body in bodies))


def statuses(answers: list[Answer]) -> list[int]:
    return sorted(answer.status for answer in answers)


async def test_a_person_has_so_many_for_all_their_firms(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_open, "MOST_DRAFTS_OF_PERSON", 3)
    owner, edition = await world.sme(), await world.publish()
    firms = [(await owner.enterprise())["id"] for _ in range(20)]
    bodies = [await body_for(owner, edition, firm) for firm in firms]
    answers = await start(owner, bodies)
    assert statuses(answers) == [201] * 3 + [409] * 17
    next(answer for answer in answers if answer.status == 409).refused(409, "too_many_drafts")
    made = next(answer.body for answer in answers if answer.status == 201)
    (await owner.post(f"/applications/{made['id']}/withdraw")).ok()
    refused = [body for body, answer in zip(bodies, answers, strict=True) if answer.status == 409]
    assert statuses(await start(owner, refused[:2])) == [201, 409]


async def test_a_firm_has_so_many_whoever_starts_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts_open, "MOST_DRAFTS_OF_FIRM", 2)
    owner, second = await world.sme(), await world.sme()
    firm = (await owner.enterprise())["id"]
    token = (await owner.post(f"/enterprises/{firm}/invitations")).ok(201)["token"]
    (await second.post("/invitations/accept", {"token": token})).ok()
    editions = [await world.publish() for _ in range(6)]
    bodies = [await body_for(owner, edition, firm) for edition in editions]
    both = await asyncio.gather(start(owner, bodies[:3]), start(second, bodies[3:]))
    assert statuses(both[0] + both[1]) == [201] * 2 + [409] * 4


@pytest.mark.parametrize("held", ["users", "enterprises"])
async def test_a_start_waits_for_another_of_the_same_person_or_firm(
    world: World, held: str
) -> None:
    """The count would let two pass that do not see each other."""
    owner = await world.sme()
    firm = (await owner.enterprise())["id"]
    body = await body_for(owner, world.edition, firm)
    other = await asyncpg.connect(world.owner)
    try:
        async with other.transaction():
            await hold(other, held, owner.id if held == "users" else UUID(firm))
            starting = asyncio.create_task(owner.post("/applications", body))
            await until_blocked_by(world, other)
        (await starting).ok(201)
    finally:
        await other.close()


async def test_starting_and_withdrawing_without_end_is_a_matter_of_pace(world: World) -> None:
    owner = await world.sme()
    firm = (await owner.enterprise())["id"]
    body = await body_for(owner, world.edition, firm)
    async with left(world, owner, STARTS, 1):
        made = (await owner.post("/applications", body)).ok(201)
        (await owner.post(f"/applications/{made['id']}/withdraw")).ok()
        (await owner.post("/applications", body)).refused(429, "rate_limited")
