"""The rush without what protects the money: the guard alone holds; without it too much is locked."""

import asyncio
import random

from tests.rush.auditors import Staff, hired
from tests.rush.ground import Ground, ground, journal_of, submitting
from tests.rush.sampler import Sampler, sampling
from tests.world.installation import until
from tests.world.servers import Embedded

DRAFTS, PEOPLE, BULK = 120, 12, 10
SEED = 20261122
_DROP_GUARD = (
    "DROP TRIGGER claims_guard_pool ON claims",
    "ALTER TABLE pools DROP CONSTRAINT pools_locked_within_budget",
    "ALTER TABLE pools DROP CONSTRAINT pools_locked_within_places",
)
_REFUSED_BY_GUARD = 4
"""So many times the database must have said no before we believe that it does."""


async def test_without_the_lock_test_the_guard_holds_and_without_both_money_is_oversold(
    embedded: Embedded,
) -> None:
    async with ground(
        embedded, "controls", drafts=DRAFTS, people=PEOPLE, servers=2, module="tests.rush.unguarded"
    ) as on:
        world = on.place.world
        async with sampling(world.owner, world.ports.quota, on.pool_id) as guarded:
            staff = Staff(on, BULK, random.Random(SEED))
            async with submitting(on, {}, seed=SEED) as people, asyncio.TaskGroup() as group:
                for work in await hired(staff):
                    group.create_task(work)
                journal = await journal_of(people)
                await until(lambda: _refused(staff), "the guard refuses", 60)
                staff.enough.set()
        assert set(journal["promised"]) == on.every
        assert _of_database(guarded) == []
        assert guarded.most_locked_fen <= on.budget_fen
        assert {line[:3] for line in staff.failed} == {"500"}, staff.failed

        for statement in _DROP_GUARD:
            await world.fetch(statement)
        async with sampling(world.owner, world.ports.quota, on.pool_id) as unguarded:
            staff = Staff(on, BULK, random.Random(SEED))
            async with asyncio.TaskGroup() as group:
                for work in await hired(staff):
                    group.create_task(work)
                await until(lambda: _oversold(unguarded, on), "too much is locked", 60)
                staff.enough.set()
        assert _of_database(unguarded) != []
        assert unguarded.most_locked_fen > on.budget_fen


async def _refused(staff: Staff) -> bool:
    return len(staff.failed) >= _REFUSED_BY_GUARD


async def _oversold(sampler: Sampler, on: Ground) -> bool:
    return sampler.most_locked_fen > on.budget_fen


def _of_database(sampler: Sampler) -> list[str]:
    return [line for line in sampler.oversold if line.startswith("database")]
