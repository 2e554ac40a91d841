"""Turns that come together: in key order, as far as the money goes, one cut award at most."""

from typing import Any

import pytest

from models.tables.applications import Application
from server.features.quota.lock_next import lock_next_in_turn
from server.features.verdicts.after_lock import open_after_lock
from storage.postgres.core.transaction import Tx
from storage.postgres.jobs.enqueue import Job
from tests.features.verdicts.bulk_steps import Made, pass_all, reviews_of, states, waiting_for_audit
from tests.features.verdicts.lock_steps import audit, next_in_turn, pool
from tests.world.applicant import AWARD
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import events, shown


async def passed_while_waiting(world: World, count: int, **terms: Any) -> tuple[str, Person, Made]:
    """A budget of next to nothing, and so many claims that passed all the same."""
    edition, owner = await world.publish(budget_fen=1, **terms), await world.sme()
    made = await waiting_for_audit(world, edition, owner, count)
    auditor = await world.staff("auditor")
    assert await pass_all(auditor, await reviews_of(auditor, made)) == [None] * count
    assert await states(owner, made) == ["waiting"] * count
    return edition, owner, made


async def set_budget(world: World, edition: str, budget_fen: int) -> Any:
    (row,) = await world.fetch(
        "UPDATE pools SET budget_fen = $2 WHERE edition_id = $1 AND code = 'copay' RETURNING id",
        edition,
        budget_fen,
    )
    return row["id"]


async def locked_of(world: World, made: Made) -> list[int | None]:
    """What each was granted, None while it waits."""
    rows = await world.fetch(
        "SELECT application_id::text AS id, granted_fen FROM claims"
        " WHERE application_id::text = ANY($1)",
        [application["id"] for application in made],
    )
    granted = {row["id"]: row["granted_fen"] for row in rows}
    return [granted[application["id"]] for application in made]


async def test_turns_come_in_key_order_and_share_a_reading(
    world: World, readings: list[int]
) -> None:
    edition, owner, made = await passed_while_waiting(world, 5)
    pool_id = await set_budget(world, edition, 4 * AWARD - 1)
    readings.clear()
    locked = await lock_next_in_turn(
        pool_id,
        open_next=open_after_lock,
        clock=world.ports.clock,
        ranker=world.ports.ranker,
        most=2,
    )
    assert (locked, readings) == (3, [2, 2])
    assert await locked_of(world, made) == [AWARD] * 3 + [None] * 2
    assert (await pool(world, edition))["locked_fen"] == 3 * AWARD
    seen = await shown(owner, made[2])
    assert (seen["stage"], seen["queue"]["state"]) == ("approve", "locked")
    assert "locked" in events(seen)
    assert await next_in_turn(world, edition) == 0


async def test_an_award_cut_to_the_rest_leaves_nothing_for_those_behind(world: World) -> None:
    edition, _, made = await passed_while_waiting(
        world, 4, last_award="partial", last_award_min_fen=1000
    )
    await set_budget(world, edition, AWARD + 150_000)
    assert await next_in_turn(world, edition) == 2
    assert await locked_of(world, made) == [AWARD, 150_000, None, None]
    await set_budget(world, edition, AWARD + 150_999)
    assert await next_in_turn(world, edition) == 0, "less than the least award is left"
    await set_budget(world, edition, 2 * AWARD + 150_000)
    assert await next_in_turn(world, edition) == 1, "the cut award is frozen; the next has its turn"
    assert await locked_of(world, made) == [AWARD, 150_000, AWARD, None]
    assert (await pool(world, edition))["locked_fen"] == 2 * AWARD + 150_000


async def test_a_small_one_behind_a_large_one_waits_for_its_turn(world: World) -> None:
    """The large one has not passed yet; money that would do for the small one is not enough."""
    edition, owner = await world.publish(budget_fen=AWARD), await world.sme()
    large, small = await waiting_for_audit(world, edition, owner, 2)
    await world.fetch(
        "UPDATE claims SET amount_fen = $2 WHERE application_id::text = $1", large["id"], 2 * AWARD
    )
    await world.fetch(
        "UPDATE claims SET amount_fen = 1 WHERE application_id::text = $1", small["id"]
    )
    await audit(world, small)
    assert await next_in_turn(world, edition) == 0
    await set_budget(world, edition, 2 * AWARD)
    assert await next_in_turn(world, edition) == 0, "the large one before it would take it all"
    await audit(world, large)
    assert await next_in_turn(world, edition) == 0
    assert await locked_of(world, [large, small]) == [2 * AWARD, None]
    await set_budget(world, edition, 2 * AWARD + 1)
    assert await next_in_turn(world, edition) == 1
    assert await locked_of(world, [large, small]) == [2 * AWARD, 1]


async def test_one_that_fails_stops_only_those_behind_it(world: World) -> None:
    edition, _, made = await passed_while_waiting(world, 3)
    pool_id = await set_budget(world, edition, 3 * AWARD)

    async def broken(tx: Tx, application: Application) -> list[Job]:
        if str(application.id) == made[1]["id"]:
            raise RuntimeError("a mistake of ours")
        return await open_after_lock(tx, application)

    with pytest.raises(RuntimeError):
        await lock_next_in_turn(
            pool_id,
            open_next=broken,
            clock=world.ports.clock,
            ranker=world.ports.ranker,
        )
    assert await locked_of(world, made) == [AWARD, None, None]
    assert await next_in_turn(world, edition) == 2
    assert (await pool(world, edition))["locked_fen"] == 3 * AWARD


async def test_one_that_ended_meanwhile_is_passed_over(world: World) -> None:
    edition, owner, made = await passed_while_waiting(world, 3)
    (await owner.post(f"/applications/{made[0]['id']}/withdraw")).ok()
    await set_budget(world, edition, AWARD)
    assert await next_in_turn(world, edition) == 1
    assert await locked_of(world, made) == [None, AWARD, None]
