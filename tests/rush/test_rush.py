"""Everybody hands in at once, on four servers, while auditors lock: exact to the fen."""

import asyncio
import random
from functools import partial
from os import getloadavg
from time import perf_counter
from typing import Any

import pytest

from tests.rush import checks
from tests.rush.auditors import Staff, hired
from tests.rush.ground import Ground, ground, journal_of, submitting
from tests.rush.sampler import sampling
from tests.rush.size import RUSH
from tests.world.figures import Show
from tests.world.installation import until
from tests.world.servers import Embedded

SEED = 20261122
HABITS = {"tap_twice": 0.05, "withdraw": 0.02}
_FEW = 50
_WITHIN_S = RUSH.within_s / 3


@pytest.mark.timeout(RUSH.within_s)
async def test_a_rush_is_exact_to_the_fen(embedded: Embedded, show_figures: Show) -> None:
    async with ground(embedded, "rush", drafts=RUSH.drafts, people=RUSH.people) as on:
        world = on.place.world
        staff = Staff(on, RUSH.bulk, random.Random(SEED))
        work = await hired(staff)
        began = perf_counter()
        async with sampling(world.owner, world.ports.quota, on.pool_id) as sampler:
            async with submitting(on, HABITS, seed=SEED) as people, asyncio.TaskGroup() as group:
                for one in work:
                    group.create_task(one)
                journal = await journal_of(people)
                submitted = perf_counter()
                locked = sampler.most_locked_fen
                await until(partial(_all_locked, on), "all that fits is locked", _WITHIN_S)
                staff.enough.set()
            ended = perf_counter()
        assert sampler.oversold == []
        assert sampler.differing == []
        assert min(sampler.in_database, sampler.in_ranking) > _FEW
        assert staff.failed == []
        assert locked > 0, "auditors locked while others still handed in"

        handed = await checks.nothing_is_lost(on, journal)
        assert handed.whole == on.every
        show_figures(_submissions(journal, handed))
        locked_fen = await checks.money_adds_up(on)
        _, rows = await checks.expected(on)
        locks = sum(row["locked_at"] is not None for row in rows)
        show_figures(
            f"{locks} locks in {ended - began:.1f} s ({ended - submitted:.1f} s after the last"
            f" submission), {locks / (ended - began):.0f}/s, of {staff.passed} passed"
            f" and {staff.endorsed} endorsed; {locked_fen} of {on.budget_fen} fen locked"
        )
        told, lines = await checks.settled(on, _WITHIN_S)
        show_figures(
            f"{sampler.in_database} samples of the database, {sampler.in_ranking} of the ranking;"
            f" {told} told, {lines} audit lines whole; load {getloadavg()[0]:.1f}"
        )


def _submissions(journal: dict[str, Any], handed: checks.Handed) -> str:
    times, many = sorted(journal["milliseconds"]), len(handed.whole)
    return (
        f"{many} submissions in {journal['seconds']:.1f} s, {many / journal['seconds']:.0f}/s,"
        f" p50 {times[len(times) // 2]:.0f} ms, p99 {times[len(times) * 99 // 100]:.0f} ms;"
        f" {journal['tapped_twice']} tapped twice, {len(handed.withdrawn)} withdrawn"
    )


async def _all_locked(on: Ground) -> bool:
    """Nothing is funded any more that is not locked."""
    figures = await on.place.world.ports.quota.figures(on.pool_id)
    return figures is not None and figures.funded == 0
