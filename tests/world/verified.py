"""Firms and accounts verified as the authority does it, so that what is payable can be paid."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from tests.world.application import World
from tests.world.client import Answer, Person

CHECK = {"basis": "bank_confirmation", "reference": "KHZM-2026-0173"}

_FIRMS = """
SELECT e.id FROM enterprises e
 WHERE e.state = 'claimed' AND EXISTS (
       SELECT 1 FROM applications a LEFT JOIN platforms p ON p.id = a.platform_id
        WHERE a.edition_id = $1 AND e.id IN (a.enterprise_id, p.enterprise_id))
 ORDER BY e.id
"""
_ACCOUNTS = """
SELECT y.id FROM payees y
 WHERE y.state = 'unverified' AND y.replaced_at IS NULL AND NOT y.proposed AND EXISTS (
       SELECT 1 FROM applications a LEFT JOIN platforms p ON p.id = a.platform_id
        WHERE a.edition_id = $1
          AND (y.enterprise_id = a.enterprise_id OR y.organisation_id = p.organisation_id))
 ORDER BY y.id
"""

_SET_ASIDE = """
UPDATE payees SET replaced_at = now()
 WHERE replaced_at IS NULL
   AND organisation_id = (SELECT organisation_id FROM platforms WHERE id::text = $1)
RETURNING id
"""
_PUT_BACK = "UPDATE payees SET replaced_at = NULL WHERE id = $1"


@asynccontextmanager
async def without_account(world: World, platform_id: str) -> AsyncIterator[None]:
    """The platform names no account inside the block; then the one it had, not those before."""
    (account,) = await world.fetch(_SET_ASIDE, platform_id)
    try:
        yield
    finally:
        await world.fetch(_PUT_BACK, account["id"])


async def second_authority(world: World) -> Person:
    """A colleague of `world.staff("authority")`."""
    key = ("authority", "the second")
    if key not in world.known:
        world.known[key] = await world.new_staff("authority")
    return world.known[key]


async def verify_firm(person: Person, enterprise_id: str | UUID) -> Answer:
    return await person.post(f"/enterprises/{enterprise_id}/verify", {"comment": "执照相符"})


async def verify_account(person: Person, payee_id: str | UUID, **changes: Any) -> Answer:
    return await person.post(f"/payees/{payee_id}/verify", CHECK | changes)


async def verified(
    world: World, edition: str, *, first: Person | None = None, second: Person | None = None
) -> None:
    """Every firm that applied in the edition, and every account that is paid in it, by two persons."""
    first = first or await world.staff("authority")
    second = second or await second_authority(world)
    for row in await world.fetch(_FIRMS, edition):
        (await verify_firm(first, row["id"])).ok()
    for row in await world.fetch(_ACCOUNTS, edition):
        assert (await verify_account(first, row["id"])).ok()["state"] == "checked"
        assert (await verify_account(second, row["id"])).ok()["state"] == "verified"


async def pay_out(world: World, edition: str, **scope: Any) -> dict[str, Any]:
    """A payout of what is payable, everything verified before."""
    await verified(world, edition)
    authority = await world.staff("authority")
    return dict((await authority.post("/payouts", {"edition": edition, **scope})).ok(201))


async def current_account(world: World, owner_id: str | UUID) -> UUID:
    """The id of the account of a firm, or of a platform."""
    (row,) = await world.fetch(
        "SELECT y.id FROM payees y LEFT JOIN platforms p ON p.organisation_id = y.organisation_id"
        " WHERE $1::text::uuid IN (y.enterprise_id, p.id) AND y.replaced_at IS NULL"
        " AND NOT y.proposed",
        str(owner_id),
    )
    found: UUID = row["id"]
    return found
