"""Accounts of staff by name, what their logins answer, and what is on record about somebody."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pyotp

from models.tables.ids import new_id
from server.features.identity.staff import add_staff
from server.features.identity.staff_organisation import NewStaff
from tests.world.application import World
from tests.world.client import Answer, Person

PASSWORD = "correct horse battery"


async def add_account(world: World, username: str, role: str, **more: Any) -> UUID:
    given = {"must_change_password": False} | more
    async with world.as_owner():
        return await add_staff(
            NewStaff(username, role, PASSWORD, **given),
            passwords=world.ports.passwords,
            keyring=world.ports.keyring,
            clock=world.ports.clock,
        )


async def log_in(world: World, username: str, password: str = PASSWORD, **more: Any) -> Answer:
    body = {"username": username, "password": password} | more
    return await world.anyone.post("/session/staff", body)


async def account(world: World, username: str, role: str, **more: Any) -> Person:
    """Made and logged in."""
    await add_account(world, username, role, **more)
    return Person.of(world.anyone, username, (await log_in(world, username)).ok())


async def officer(world: World, username: str, role: str, **more: Any) -> Person:
    """Made, logged in, and their second factor confirmed: the role is in force."""
    person = await account(world, username, role, **more)
    secret = (await person.post("/session/otp")).ok()["secret"]
    (await person.post("/session/otp/confirm", {"code": code_for(world, secret)})).ok(204)
    return person


def code_for(world: World, secret: str, steps: int = 0) -> str:
    """The one-time code of now, or of so many steps from now."""
    return pyotp.TOTP(secret).at(world.clock.now() + steps * timedelta(seconds=30))


async def events(world: World, subject_id: UUID) -> list[str]:
    rows = await world.fetch(
        "SELECT event FROM audit WHERE subject_id = $1 ORDER BY seq", subject_id
    )
    return [row["event"] for row in rows]


async def add_grant(world: World, person: Person, role: str, organisation_id: UUID) -> None:
    """One more grant for somebody; their session is asked anew afterwards."""
    await world.fetch(
        "INSERT INTO grants (id, user_id, organisation_id, role, valid_from)"
        " VALUES ($1, $2, $3, $4, now() - interval '1 day')",
        new_id(),
        UUID(person.user["id"]),
        organisation_id,
        role,
    )
