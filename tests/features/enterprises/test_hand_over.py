"""A firm comes to another owner: to a member, or to whoever accepts an invitation as its owner."""

import asyncio
from typing import Any

from tests.features.enterprises.firm_of_two import Firm, firm_of_two, join, told
from tests.world.application import World
from tests.world.client import Person


async def roles(firm: Firm, who: Person) -> dict[str, str]:
    items = (await who.get(f"{firm.path}/members")).ok()["items"]
    return {one["user_id"]: one["role"] for one in items}


async def verified(world: World) -> Firm:
    firm = await firm_of_two(world)
    district = await world.staff("district", district="浦东新区")
    (await district.post(f"/enterprises/{firm.id}/verify", {"comment": "已核对"})).ok()
    return firm


async def invite_owner(firm: Firm) -> dict[str, Any]:
    return dict((await firm.owner.post(f"{firm.path}/invitations", {"role": "owner"})).ok(201))


async def test_to_a_member_of_a_verified_firm(world: World) -> None:
    firm = await verified(world)
    stray = await firm.invite()
    choice = {"user_id": firm.member.user["id"]}
    (await firm.member.post(f"{firm.path}/owner", choice)).refused(403, "forbidden")
    (await (await world.sme()).post(f"{firm.path}/owner", choice)).refused(404, "not_found")
    itself = await firm.owner.post(f"{firm.path}/owner", {"user_id": firm.owner.user["id"]})
    assert itself.reasons() == {("user_id", "not_a_member")}

    (await firm.owner.post(f"{firm.path}/owner", choice)).ok(204)
    assert await roles(firm, firm.member) == {
        firm.owner.user["id"]: "staff",
        firm.member.user["id"]: "owner",
    }
    assert len(await told(firm.member, "owner.now")) == 1
    assert len(await told(firm.owner, "owner.changed")) == 1
    (await firm.owner.post(f"{firm.path}/invitations")).refused(403, "forbidden")
    late = await (await world.sme()).post("/invitations/accept", {"token": stray["token"]})
    late.refused(410, "invitation_expired")
    for who, role in ((firm.member, "owner"), (firm.owner, "staff")):
        shown = (await who.get("/session")).ok()["user"]["enterprises"]
        assert [(one["state"], one["role"]) for one in shown] == [("verified", role)]
    (await firm.owner.delete(firm.of(firm.owner))).ok(204)


async def test_what_nobody_has_proven_comes_without_those_who_held_it(world: World) -> None:
    """Else whoever claims a firm stays in it by handing it to its real owner."""
    firm, real = await firm_of_two(world), await world.sme()
    (await real.post("/session/phone", {"code": "sandbox-phone-13700137000"})).ok()
    await join(real, (await invite_owner(firm))["token"])
    assert await roles(firm, real) == {real.user["id"]: "owner"}
    for who in (firm.owner, firm.member):
        assert (await who.get("/enterprises")).ok()["items"] == []
        assert len(await told(who, "member.removed")) == 1
    assert len(await told(real, "owner.now")) == 1


async def test_an_invitation_as_owner_is_good_while_who_gave_it_owns_the_firm(
    world: World,
) -> None:
    firm, other = await verified(world), await world.sme()
    token = (await invite_owner(firm))["token"]
    listed = (await firm.owner.get(f"{firm.path}/invitations")).ok()["items"]
    assert [one["role"] for one in listed] == ["owner"]
    # Two at once: a member takes it by hand while somebody accepts.
    answers = await asyncio.gather(
        firm.owner.post(f"{firm.path}/owner", {"user_id": firm.member.user["id"]}),
        other.post("/invitations/accept", {"token": token}),
    )
    assert [one.status for one in answers] in ([204, 410], [403, 200], [409, 200])
    owner = firm.member if answers[0].status == 204 else other
    assert list((await roles(firm, owner)).values()).count("owner") == 1
    again = await (await world.sme()).post("/invitations/accept", {"token": token})
    again.refused(410, "invitation_expired")


async def test_an_owner_is_told_who_joined(world: World) -> None:
    firm = await firm_of_two(world)
    assert len(await told(firm.owner, "member.joined")) == 1
