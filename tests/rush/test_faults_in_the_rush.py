"""Servers, the worker, Redis and PostgreSQL are killed while everybody hands in, again and again."""

import asyncio
import random
from collections import Counter
from os import getloadavg
from time import perf_counter
from typing import Any

import pytest

from tests.rush import checks
from tests.rush.auditors import Staff, hired
from tests.rush.faults import Faults
from tests.rush.ground import Ground, ground, journal_of, submitting
from tests.rush.sampler import sampling
from tests.rush.size import FAULTS
from tests.world.figures import Show
from tests.world.installation import until
from tests.world.servers import Embedded

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
        embedded,
        "faults",
        drafts=FAULTS.drafts,
        people=FAULTS.people,
        real=True,
        settings={"settle_seconds": _SETTLE_S},
    ) as on:
        world, faults = on.place.world, Faults(on.place, chance)
        async with sampling(world.owner, world.ports.quota, on.pool_id) as sampler:
            journal = await _rush(on, faults, Staff(on, _BULK, chance, _REST_S), show_figures)
            await until(
                lambda: checks.ranked_as_the_rule_says(on), "the ranking is the rule's", _WITHIN_S
            )
        assert sampler.oversold == []
        assert sampler.differing == []
        assert {name.partition("-")[0] for name in faults.killed} == {
            *("server", "worker", "valkey", "postgres")
        }

        handed = await checks.nothing_is_lost(on, journal)
        locked_fen = await checks.money_adds_up(on)
        assert locked_fen > 0
        told, lines = await checks.settled(on, _WITHIN_S)
        await until(
            lambda: checks.all_submissions_told(on, handed), "every job was done", _WITHIN_S
        )
        sent = await checks.nobody_was_told_too_often(on)
        await checks.last_messages_are_true(on)
        show_figures(
            f"{len(journal['promised'])} promised, all there; {len(handed.whole)} whole,"
            f" {len(handed.untouched)} untouched, {len(handed.withdrawn)} withdrawn;"
            f" {locked_fen} of {on.budget_fen} fen locked"
        )
        show_figures(
            f"{sampler.in_database} samples of the database, {sampler.in_ranking} of the ranking;"
            f" {told} movements told, {sent} messages sent; {lines} audit lines whole;"
            f" load {getloadavg()[0]:.1f}"
        )


async def _rush(on: Ground, faults: Faults, staff: Staff, show_figures: Show) -> dict[str, Any]:
    """Everybody at work while parts are killed; what the people were answered in the end."""
    work, began = await hired(staff), perf_counter()
    pause_s = max(FAULTS.seconds, FAULTS.kills * _SECONDS_A_KILL) * FAULTS.people / FAULTS.drafts
    async with (
        submitting(on, HABITS, seed=SEED, pause_s=pause_s) as people,
        asyncio.TaskGroup() as group,
    ):
        for one in work:
            group.create_task(one)
        await faults.go_on(FAULTS.kills, FAULTS.seconds)
        seconds, handed_in = perf_counter() - began, await _handed_in(on)
        journal = await journal_of(people)
        staff.enough.set()
    assert staff.failed == []
    assert handed_in > FAULTS.drafts / 4, "submissions went on between the kills"
    kinds = Counter(name.partition("-")[0] for name in faults.killed)
    show_figures(
        f"{len(faults.killed)} kills in {seconds:.0f} s"
        f" ({', '.join(f'{name} {many}' for name, many in sorted(kinds.items()))}),"
        f" {handed_in} handed in and {staff.passed} passed meanwhile;"
        f" {journal['hang_ups']} hung up, {journal['asked_again']} asked again"
    )
    return journal


async def _handed_in(on: Ground) -> int:
    (row,) = await on.place.world.fetch(
        "SELECT count(*) AS many FROM applications WHERE edition_id = $1 AND status <> 'draft'",
        on.edition,
    )
    many: int = row["many"]
    return many
