"""How many firms one person registers, and how many invitations of a firm are open at once."""

import asyncio
from datetime import timedelta

from server.allowances import INVITATIONS, MOST_OPEN_INVITATIONS, REGISTRATIONS
from tests.world.application import World
from tests.world.client import firm
from tests.world.spending import left


async def test_firms_are_registered_at_a_pace(world: World) -> None:
    owner = await world.sme()
    async with left(world, owner, REGISTRATIONS, 3):
        answers = await asyncio.gather(*(owner.post("/enterprises", firm()) for _ in range(20)))
    assert sorted(answer.status for answer in answers) == [201] * 3 + [429] * 17
    refused = next(answer for answer in answers if answer.status == 429)
    assert "登记的企业太多" in refused.body["detail"]
    assert int(refused.headers["retry-after"]) > 0


async def test_so_many_invitations_are_open_at_once(bare: World) -> None:
    owner = await bare.sme()
    path = f"/enterprises/{(await owner.enterprise())['id']}/invitations"
    answers = await asyncio.gather(*(owner.post(path) for _ in range(20)))
    refused = [answer for answer in answers if answer.status != 201]
    assert len(answers) - len(refused) == MOST_OPEN_INVITATIONS
    for answer in refused:
        answer.refused(409, "too_many_invitations")
    used = next(answer.body["token"] for answer in answers if answer.status == 201)
    (await (await bare.sme()).post("/invitations/accept", {"token": used})).ok()
    (await owner.post(path)).ok(201)
    (await owner.post(path)).refused(409, "too_many_invitations")
    bare.clock.ahead = timedelta(hours=73)
    (await owner.post(path)).ok(201)


async def test_invitations_are_given_at_a_pace(world: World) -> None:
    """Whoever withdraws them as fast as they are made gets no further."""
    owner = await world.sme()
    path = f"/enterprises/{(await owner.enterprise())['id']}/invitations"
    async with left(world, owner, INVITATIONS, 1):
        (await owner.post(path)).ok(201)
        (await owner.post(path)).refused(429, "rate_limited")
