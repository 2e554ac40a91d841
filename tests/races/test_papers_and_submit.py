"""A paper that comes or goes while a submission waits for the application's row is seen by it."""

import asyncio
import json
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.handing_in_again import answer_all
from tests.world.review_steps import CHECKLIST, decide, endorse
from tests.world.row_locks import hold, until_blocked_by

DELETE = "UPDATE evidence SET deleted_at = now() WHERE application_id = $1 AND kind = $2"
ADD = """
INSERT INTO evidence (id, application_id, kind, name, size, content_type, sha256, object_name,
                      uploaded_by_id, uploaded_at)
SELECT $3, $1, $2, 'second.pdf', 9, 'application/pdf', $4, 'none', gen_random_uuid(), now()
"""


async def submit_while(
    world: World,
    other: asyncpg.Connection,
    owner: Person,
    application: dict[str, Any],
    change: Callable[[], Awaitable[Any]],
) -> Answer:
    """Submit; while it waits for the row, `change` is made by whoever holds it."""
    async with other.transaction():
        await hold(other, "applications", UUID(application["id"]))
        await change()
        path = f"/applications/{application['id']}/submit"
        submitting = asyncio.create_task(owner.post(path))
        await until_blocked_by(world, other)
    return await submitting


async def test_a_paper_that_was_just_removed_is_missed(
    world: World, other: asyncpg.Connection
) -> None:
    owner = await world.sme()
    application = await owner.ready(await world.publish())

    async def remove() -> None:
        await other.execute(DELETE, UUID(application["id"]), "service_contract")

    answer = await submit_while(world, other, owner, application, remove)
    answer.refused(409, "incomplete")
    assert answer.reasons() == {("evidence.service_contract", "missing")}


async def test_a_paper_that_was_just_added_is_on_the_receipt(
    world: World, other: asyncpg.Connection
) -> None:
    owner = await world.sme()
    application, digest = await owner.ready(await world.publish()), uuid4().hex * 2

    async def add() -> None:
        await other.execute(ADD, UUID(application["id"]), "service_contract", uuid4(), digest)

    submitted = (await submit_while(world, other, owner, application, add)).ok()
    payload = submitted["receipt"].split(".")[1]
    said = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert digest in {paper["sha256"] for paper in said["evidence"]}
    assert digest in {paper["sha256"] for paper in submitted["evidence"]}


async def test_handing_in_again_misses_it_too(world: World, other: asyncpg.Connection) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application)).ok()
    items = [{"item": "payment_receipt", "reason": "看不清"}]
    sent_back = {"verdict": "return", "items": items, "checklist": CHECKLIST}
    (await decide(await world.staff("auditor"), application, "audit", sent_back)).ok()
    await answer_all(owner, application)

    async def remove() -> None:
        await other.execute(DELETE, UUID(application["id"]), "payment_receipt")

    answer = await submit_while(world, other, owner, application, remove)
    answer.refused(409, "incomplete")
    assert answer.reasons() == {("evidence.payment_receipt", "missing")}
