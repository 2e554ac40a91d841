"""A firm withdraws one application while it submits another: it keeps no place that it gave up.

The two transactions are laid into each other by row locks: the submission has read, and waits for
its own row, while the withdrawal commits.
"""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from server.features.applications import first_submission
from tests.world.application import World
from tests.world.client import Answer, Person
from tests.world.handing_in_again import paid
from tests.world.review_steps import decide, endorse, shown
from tests.world.row_locks import hold, until_blocked_by

REJECT = {"verdict": "reject", "comment": "凭证不清"}
UPHELD = {"verdict": "upheld", "comment": "核实属实"}


async def with_waiver(world: World) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    """One that is in the line, and a draft for which there is a slot of its own."""
    edition, owner = await world.publish(), await world.sme()
    firm = await owner.enterprise()
    first = await owner.submitted(edition, enterprise_id=firm["id"], **paid(9))
    authority = await world.staff("authority")
    body = {"uscc": firm["uscc"], "track": "copay", "reason": "首单未能履约"}
    (await authority.post(f"/programmes/{edition}/waivers", body)).ok(201)
    return owner, first, await owner.ready(edition, enterprise_id=firm["id"], **paid(9))


async def after_appeal(world: World) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    """One that is in the line again on appeal, and a draft that was begun before that."""
    edition, owner = await world.publish(), await world.sme()
    first = await owner.submitted(edition, **paid(9))
    (await endorse(world, first)).ok()
    (await decide(await world.staff("auditor"), first, "audit", REJECT)).ok()
    raised = await owner.post(f"/applications/{first['id']}/appeal", {"reason": "有误"})
    second = await owner.ready(edition, enterprise_id=first["enterprise"]["id"], **paid(9))
    authority = await world.staff("authority")
    (await authority.post(f"/appeals/{raised.ok(201)['id']}/decide", UPHELD)).ok()
    return owner, first, second


async def withdrawn_meanwhile(
    world: World,
    other: asyncpg.Connection,
    owner: Person,
    first: dict[str, Any],
    second: dict[str, Any],
) -> Answer:
    """Submit the second; after it was read, and before it is written, the first is withdrawn."""
    async with other.transaction():
        await hold(other, "applications", UUID(second["id"]))
        submitting = asyncio.create_task(owner.post(f"/applications/{second['id']}/submit"))
        await until_blocked_by(world, other)
        (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    return await submitting


async def later_of(world: World, application: dict[str, Any]) -> tuple[datetime, datetime]:
    """The first part of its key, and the moment of its payment."""
    (row,) = await world.fetch(
        "SELECT c.later_at, a.paid_at FROM claims c JOIN applications a ON a.id = c.application_id"
        " WHERE a.id = $1 AND c.live",
        UUID(application["id"]),
    )
    return row["later_at"], row["paid_at"]


@pytest.mark.parametrize("begin", [with_waiver, after_appeal])
async def test_who_withdraws_at_the_same_moment_has_come_back(
    world: World, other: asyncpg.Connection, begin: Any
) -> None:
    owner, first, second = await begin(world)
    before = world.clock.now().replace(microsecond=0)
    seen = (await withdrawn_meanwhile(world, other, owner, first, second)).ok()
    assert seen["status"] == "in_review"
    later, paid_at = await later_of(world, second)
    assert later >= before > paid_at
    assert (await shown(owner, first))["status"] == "withdrawn"


async def test_without_the_second_look_it_would_keep_its_key(
    world: World, other: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the test above would see without the rule."""

    async def blind(*_: Any) -> bool:
        return False

    monkeypatch.setattr(first_submission, "_has_just_come_back", blind)
    owner, first, second = await with_waiver(world)
    (await withdrawn_meanwhile(world, other, owner, first, second)).ok()
    later, paid_at = await later_of(world, second)
    assert later == paid_at


async def test_a_first_that_stays_costs_the_second_nothing(
    world: World, other: asyncpg.Connection
) -> None:
    """The same lock, the same wait, and nobody withdraws."""
    owner, first, second = await with_waiver(world)
    async with other.transaction():
        await hold(other, "applications", UUID(second["id"]))
        submitting = asyncio.create_task(owner.post(f"/applications/{second['id']}/submit"))
        await until_blocked_by(world, other)
    (await submitting).ok()
    later, paid_at = await later_of(world, second)
    assert later == paid_at
    assert (await shown(owner, first))["status"] == "in_review"
