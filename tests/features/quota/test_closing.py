"""Closing an edition: who may, what follows for those who wait, who is told what."""

from datetime import timedelta
from typing import Any

import pytest_asyncio
from collections.abc import AsyncIterator

from server.deps import Ports
from server.editions.settle import settle_closed
from server.notifications.not_funded import tell_not_funded
from server.programmes.open import open_edition
from server.quota.turns import lock_next_in_turn
from server.reviews.after_lock import open_after_lock
from storage.postgres.connect import tortoise_config
from tests.features.applications.test_line import AWARD, Applicant, apply, figures
from tests.features.reviews.path import AUDIT_PASS, audited, decide, endorse
from tests.fixtures.application import World
from tests.fixtures.client import Person

WHY = "本年度预算执行完毕"
NOW = timedelta(0)


async def close(world: World, edition: str) -> dict[str, Any]:
    authority = await world.staff("authority", edition_code=edition)
    return dict((await authority.post(f"/programmes/{edition}/close", {"reason": WHY})).ok())


async def settle(world: World) -> int:
    """What the worker does within seconds."""
    ports = world.ports
    return await settle_closed(
        clock=ports.clock, quota=ports.quota, marks=ports.marks, in_flight=NOW
    )


async def state(world: World, edition: str) -> dict[str, Any]:
    (row,) = await world.fetch("SELECT * FROM editions WHERE code = $1", edition)
    return dict(row)


async def tell(world: World, applicant: Applicant) -> list[dict[str, Any]]:
    """Run the job of one that ended; the inbox then."""
    from uuid import UUID

    await tell_not_funded(UUID(applicant.id), clock=world.ports.clock)
    items = (await applicant.owner.get("/notifications")).ok()["items"]
    return [item for item in items if item["title"] == "本期额度已用完"]


async def test_what_waits_ends_unfunded_and_what_is_funded_goes_on(world: World) -> None:
    edition = await world.publish(budget_fen=2 * AWARD)
    locked = await apply(world, edition, paid_days_ago=9)
    funded = await apply(world, edition, paid_days_ago=8)
    waiting = await apply(world, edition, paid_days_ago=7)
    passed = await apply(world, edition, paid_days_ago=6)
    await audited(world, await locked.now())
    await audited(world, await passed.now())
    closed = await close(world, edition)
    assert (closed["code"], closed["status"], closed["settled_at"]) == (edition, "closed", None)
    assert await settle(world) == 2
    assert [(await one.now())["status"] for one in (locked, funded)] == ["in_review"] * 2
    assert await funded.place() == ("funded", 1, None)
    for ended in (waiting, passed):
        shown = await ended.now()
        assert (shown["status"], shown["stage"]) == ("not_funded", None)
        assert (shown["queue"]["state"], shown["queue"]["position"]) == ("none", None)
        last = shown["timeline"][-1]
        assert (last["actor_role"], last["event"], last["comment"]) == ("system", "not_funded", WHY)
    pool = await figures(world, edition)
    assert (pool["locked"], pool["funded"], pool["waiting"]) == (1, 1, 0)
    assert (await state(world, edition))["settled_at"] is not None
