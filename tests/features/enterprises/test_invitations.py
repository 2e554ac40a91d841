"""A second person joins: once, in time, and only where the owner asked for it."""

import asyncio
from datetime import timedelta
from uuid import UUID

from tests.features.enterprises.particulars import particulars
from tests.world.accounts import events
from tests.world.application import World
from tests.world.client import Person


async def owner_of_a_firm(bare: World) -> tuple[Person, str]:
    lin = await bare.wechat("lin")
    made = await lin.call("POST", "/enterprises", particulars())
    return lin, made.body["id"]


async def invite(owner: Person, firm: str) -> str:
    answer = await owner.call("POST", f"/enterprises/{firm}/invitations")
    assert answer.status == 201
    return str(answer.body["token"])


async def test_whoever_accepts_acts_for_the_firm(bare: World) -> None:
    lin, firm = await owner_of_a_firm(bare)
    wu = await bare.wechat("wu")
    joined = await wu.call("POST", "/invitations/accept", {"token": await invite(lin, firm)})
    assert (joined.status, joined.body["id"]) == (200, firm)
    assert (await wu.call("PUT", f"/enterprises/{firm}", particulars(employees=3))).status == 200
    refused = await wu.call("POST", f"/enterprises/{firm}/invitations")
    assert (refused.status, refused.body["code"]) == (403, "forbidden"), "the owner invites"
    assert (await events(bare, UUID(firm)))[1:3] == ["member.invited", "member.joined"]


async def test_an_invitation_is_good_once(bare: World) -> None:
    lin, firm = await owner_of_a_firm(bare)
    wu, zhao = await bare.wechat("wu"), await bare.wechat("zhao")
    body = {"token": await invite(lin, firm)}
    answers = await asyncio.gather(
        *(person.call("POST", "/invitations/accept", body) for person in (wu, zhao))
    )
    assert sorted(answer.status for answer in answers) == [200, 410]
    late = next(answer for answer in answers if answer.status == 410)
    assert late.body["code"] == "invitation_expired"
    winner = (wu, zhao)[[answer.status for answer in answers].index(200)]
    again = await winner.call("POST", "/invitations/accept", body)
    assert again.status == 200, "who has joined may tap twice"


async def test_after_72_hours_it_has_ended(bare: World) -> None:
    lin, firm = await owner_of_a_firm(bare)
    wu = await bare.wechat("wu")
    body = {"token": await invite(lin, firm)}
    bare.clock.ahead = timedelta(hours=72, seconds=1)
    answer = await wu.call("POST", "/invitations/accept", body)
    assert (answer.status, answer.body["code"]) == (410, "invitation_expired")
    bare.clock.ahead = timedelta(hours=72, seconds=-5)
    assert (await wu.call("POST", "/invitations/accept", body)).status == 200


async def test_a_token_that_never_was_is_not_found(bare: World) -> None:
    lin, _ = await owner_of_a_firm(bare)
    answer = await lin.call("POST", "/invitations/accept", {"token": "x" * 43})
    assert (answer.status, answer.body["code"]) == (404, "not_found")


async def test_ones_own_invitation_is_not_used_up_by_opening_it(bare: World) -> None:
    lin, firm = await owner_of_a_firm(bare)
    wu = await bare.wechat("wu")
    body = {"token": await invite(lin, firm)}
    assert (await lin.call("POST", "/invitations/accept", body)).status == 200
    assert (await wu.call("POST", "/invitations/accept", body)).status == 200


async def test_a_stranger_invites_nobody(bare: World) -> None:
    _, firm = await owner_of_a_firm(bare)
    wu = await bare.wechat("wu")
    answer = await wu.call("POST", f"/enterprises/{firm}/invitations")
    assert (answer.status, answer.body["code"]) == (404, "not_found")


async def test_the_token_is_shown_once_and_kept_as_a_hash(bare: World) -> None:
    lin, firm = await owner_of_a_firm(bare)
    path = f"/enterprises/{firm}/invitations"
    first = await lin.call("POST", path, headers={"Idempotency-Key": "once"})
    again = await lin.call("POST", path, headers={"Idempotency-Key": "once"})
    assert (again.status, again.body) == (201, first.body | {"token": None})
    (row,) = await bare.fetch("SELECT token_hash FROM invitations")
    assert first.body["token"] not in row["token_hash"]
