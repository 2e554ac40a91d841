"""Hands in papers with appeals and objections, and says who was given them."""

from typing import Any
from uuid import UUID

import aiohttp

from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.review_steps import decide, endorse


async def attach(person: Person, path: str, content: bytes, name: str = "说明.pdf") -> Answer:
    form = aiohttp.FormData()
    form.add_field("name", name)
    form.add_field("file", content, filename="tmp", content_type="image/jpeg")
    return await person.call("POST", f"{path}/papers", data=form)


async def appealed(world: World) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application)).ok()
    body = {"verdict": "reject", "comment": "付款凭据不清楚"}
    (await decide(await world.staff("auditor"), application, "audit", body)).ok()
    made = await owner.post(f"/applications/{application['id']}/appeal", {"reason": "有回单为证"})
    return owner, application, made.ok(201)


async def given_to(world: World, paper: str) -> list[str]:
    """Whom the bytes were given to, in their order."""
    rows = await world.fetch(
        "SELECT user_id::text FROM attachment_views WHERE attachment_id = $1 ORDER BY id",
        UUID(paper),
    )
    return [row["user_id"] for row in rows]
