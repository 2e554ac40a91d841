"""Whom an owner cannot remove, and that a removal waits for nobody who waits for it."""

import asyncio
from uuid import UUID

import asyncpg

from tests.features.enterprises.firm_of_two import Firm, firm_of_two
from tests.world.application import World
from tests.world.platforms import founded
from tests.world.row_locks import until_blocked_by


async def test_who_acts_by_a_platforms_role_is_not_removed_here(world: World) -> None:
    """They would be back with the next profile that the platform saves."""
    own, owner = await founded(world), await world.sme()
    firm = Firm(owner, own.staff, own.firm["enterprise_id"])
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES (gen_random_uuid(), $1, $2, 'owner', now())",
        UUID(firm.id),
        owner.id,
    )
    (await owner.delete(firm.of(own.staff))).refused(409, "member_by_grant")
    members = (await owner.get(f"{firm.path}/members")).ok()["items"]
    assert [one["role"] for one in members] == ["platform", "owner"]


async def test_a_start_and_a_removal_wait_in_one_order(world: World) -> None:
    """The removal holds the firm and comes to the membership while the member starts a draft."""
    firm, edition = await firm_of_two(world), await world.publish()
    body = {"edition": edition, "track": "copay", "enterprise_id": firm.id}
    body |= await firm.member.some_plan(edition)
    connection = await asyncpg.connect(world.owner)
    try:
        async with connection.transaction():
            await connection.execute(
                "SELECT 1 FROM enterprises WHERE id = $1 FOR UPDATE", UUID(firm.id)
            )
            starting = asyncio.create_task(firm.member.post("/applications", body))
            await until_blocked_by(world, connection)
            await connection.execute(
                "UPDATE enterprise_members SET left_at = now() WHERE user_id = $1", firm.member.id
            )
        answer = await starting
    finally:
        await connection.close()
    answer.refused(404, "not_found")
