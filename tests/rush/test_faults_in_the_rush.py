"""Servers, the worker, Redis and PostgreSQL are killed while everybody hands in, again and again."""

import asyncio
import random
from collections import Counter
from os import getloadavg
from time import perf_counter

import pytest

from tests.fixtures.figures import Show
from tests.fixtures.installation import until
from tests.fixtures.servers import Embedded
from tests.rush import checks
from tests.rush.auditors import Staff, hired
from tests.rush.faults import Faults
from tests.rush.ground import Ground, ground, journal_of, submitting
from tests.rush.sampler import sampling
from tests.rush.size import FAULTS

SEED = 20261122
HABITS = {"tap_twice": 0.05, "withdraw": 0.08, "hang_up": 0.1, "abandon": 0.2}
_BULK = 10
_REST_S = 0.7
"""Slow enough that the line moves while they work."""
_SETTLE_S = 1
_WITHIN_S = FAULTS.within_s / 3
_SECONDS_A_KILL = 2.0
"""What a kill with everything around it takes, to spread the submissions over all of them."""


@pytest.mark.timeout(FAULTS.within_s)
async def test_whatever_is_killed_nothing_that_was_promised_is_lost(
    embedded: Embedded, show_figures: Show
) -> None:
    chance = random.Random(SEED)
    async with ground(
        embedded.root / f"faults-{embedded.worker}",
        drafts=FAULTS.drafts,
        people=FAULTS.people,
        real=True,
        settings={"settle_seconds": _SETTLE_S},
    ) as on:
        world, faults = on.place.world, Faults(on.place, chance)
        staff = Staff(on, _BULK, chance, _REST_S)
        work, began = await hired(staff), perf_counter()
        pause_s = max(FAULTS.seconds, FAULTS.kills * _SECONDS_A_KILL) * FAULTS.people
        async with sampling(world.owner, world.ports.quota, on.pool_id) as sampler:
            async with (
                submitting(on, HABITS, seed=SEED, pause_s=pause_s / FAULTS.drafts) as people,
                asyncio.TaskGroup() as group,
            ):
                for one in work:
                    group.create_task(one)
                await faults.go_on(FAULTS.kills, FAULTS.seconds)
                faults_s = perf_counter() - began
                handed_in = await _handed_in(on)
                journal = await journal_of(people)
                staff.enough.set()
            await until(
                lambda: checks.ranked_as_the_rule_says(on), "the ranking is the rule's", _WITHIN_S
            )
        settled_s = perf_counter() - began
        assert sampler.oversold == []
        assert sampler.differing == []
        assert staff.failed == []
        assert {name.partition("-")[0] for name in faults.killed} == {
            *("server", "worker", "valkey", "postgres")
        }
        assert handed_in > FAULTS.drafts / 4, "submissions went on between the kills"

        handed = await checks.nothing_is_lost(on, journal)
        locked_fen = await checks.money_adds_up(on)
        assert locked_fen > 0
        await until(
            lambda: checks.recorded_as_the_rule_says(on), "states are written down", _WITHIN_S
        )
        await until(lambda: checks.all_told(on), "everybody concerned was told", _WITHIN_S)
        await until(
            lambda: checks.all_submissions_told(on, handed), "every job was done", _WITHIN_S
        )
        assert await checks.ranked_as_the_rule_says(on)
        told = await checks.messages_do_not_contradict(on)
        sent = await checks.nobody_was_told_too_often(on)
        await checks.last_messages_are_true(on)
        lines = await checks.chains_are_whole(on)
        await checks.no_job_held(on)

    kinds = Counter(name.partition("-")[0] for name in faults.killed)
    show_figures(
        f"{len(faults.killed)} kills in {faults_s:.0f} s"
        f" ({', '.join(f'{name} {many}' for name, many in sorted(kinds.items()))}),"
        f" {handed_in} handed in meanwhile; settled after {settled_s:.0f} s;"
        f" {journal['hang_ups']} hung up, {journal['asked_again']} asked again"
    )
    show_figures(
        f"{len(journal['promised'])} promised, all there; {len(handed.whole)} whole,"
        f" {len(handed.untouched)} untouched, {len(handed.withdrawn)} withdrawn;"
        f" {staff.passed} passed, {locked_fen} of {on.budget_fen} fen locked"
    )
    show_figures(
        f"{sampler.in_database} samples of the database, {sampler.in_ranking} of the ranking;"
        f" {told} movements told, {sent} messages sent; {lines} audit lines whole;"
        f" load {getloadavg()[0]:.1f}"
    )


async def _handed_in(on: Ground) -> int:
    (row,) = await on.place.world.fetch(
        "SELECT count(*) AS many FROM applications WHERE edition_id = $1 AND status <> 'draft'",
        on.edition,
    )
    many: int = row["many"]
    return many
