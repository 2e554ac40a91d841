"""A changed budget moves hundreds at once: who moved is told once, the others hear nothing."""

from collections import Counter
from datetime import timedelta
from typing import Any

from server.features.messages.tell_movements import tell_movements
from server.features.quota.ranking_log import record_movements
from tests.features.quota.seeded import lengthen, line_of
from tests.world.applicant import AWARD, Applicant, apply
from tests.world.application import World

FUNDED, MOVED, LENGTH = 650, 40, 700
"""More than the 500 that one call of the script moves: the line settles in steps."""


async def tell(world: World) -> None:
    """What the worker does within seconds, once movement has lasted."""
    ports = world.ports
    await record_movements(quota=ports.quota, clock=ports.clock)
    await tell_movements(debounce=timedelta(0), clock=ports.clock)


async def resize(world: World, edition: str, places: int) -> dict[str, Any]:
    authority = await world.staff("authority", edition_code=edition)
    body = {"budget_fen": places * AWARD, "places": None, "reason": "调整预算"}
    return dict((await authority.put(f"/programmes/{edition}/pools/copay", body)).ok())


async def messages(world: World, first: Applicant) -> Counter[tuple[str, str]]:
    """(application, state told), counted."""
    rows = await world.fetch(
        "SELECT application_id, data->>'state' AS state FROM notifications"
        " WHERE user_id = $1 AND event = 'application.moved'",
        first.owner.user["id"],
    )
    return Counter((str(row["application_id"]), row["state"]) for row in rows)


async def test_exactly_those_who_moved_are_told(world: World) -> None:
    edition = await world.publish(budget_fen=FUNDED * AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    await lengthen(world, first.id, LENGTH - 1)
    await tell(world)
    line = [str(row["application_id"]) for row in await line_of(world, edition)]
    waiting, inside = "候补排队", "暂列额度内"
    expected = Counter({(one, waiting): 1 for one in line[FUNDED:]})
    assert await messages(world, first) == expected

    pool = await resize(world, edition, MOVED)
    assert (pool["funded"], pool["waiting"], pool["stale"]) == (MOVED, LENGTH - MOVED, False)
    await tell(world)
    expected += Counter({(one, waiting): 1 for one in line[MOVED:FUNDED]})
    assert await messages(world, first) == expected

    # There and back before anybody was told: as if nothing had been.
    await resize(world, edition, LENGTH)
    await resize(world, edition, MOVED)
    await tell(world)
    assert await messages(world, first) == expected

    await resize(world, edition, MOVED + 20)
    await tell(world)
    await tell(world)
    expected += Counter({(one, inside): 1 for one in line[MOVED : MOVED + 20]})
    assert await messages(world, first) == expected
