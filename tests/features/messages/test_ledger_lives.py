"""Random lives of a consent: whoever tells of a tap, however often, it counts once."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import settings

from storage.postgres.consent_ledger import (
    Origin,
    balance_of,
    hold_person,
    note_accepted,
    note_opt_out,
    note_sent,
)
from storage.postgres.core.transaction import Tx, transaction
from tests.features.messages.conftest import Told

LIVES = max(10, settings().max_examples // 5)


@dataclass(frozen=True)
class Tap:
    """One "accept" of the person; `told` by WeChat's push, by the client, or by both."""

    number: int
    at: datetime
    told: tuple[Origin, ...]


def _taps(chance: random.Random, now: datetime) -> list[Tap]:
    """Half an hour apart, so that no two of them are one."""
    ways: list[tuple[Origin, ...]] = [("push",), ("callback",), ("push", "callback")]
    return [
        Tap(number, now + timedelta(minutes=30 * number), chance.choice(ways))
        for number in range(chance.randint(1, 6))
    ]


Telling = tuple[Tap, Origin, datetime]


def _tellings(chance: random.Random, taps: list[Tap]) -> list[Telling | None]:
    """Every telling once to three times, in any order, the two sides some minutes apart."""
    once: list[Telling | None] = [
        (tap, origin, tap.at + timedelta(seconds=chance.randint(0, 500) * (origin == "callback")))
        for tap in taps
        for origin in tap.told
    ]
    return [one for one in once for _ in range(chance.randint(1, 3))]


async def _hear(
    tx: Tx, user: UUID, template: str, tellings: list[Telling | None], off: datetime
) -> None:
    """None among them is the push that the template was switched off at `off`."""
    for telling in tellings:
        if telling is None:
            await note_opt_out(tx, user, template, "off", at=off)
        else:
            tap, origin, at = telling
            await note_accepted(tx, user, template, origin, f"{template}:{tap.number}", at=at)


async def test_every_tap_counts_once_whoever_tells_of_it(told: Told, as_worker: None) -> None:
    user, now = UUID(told.person.user["id"]), told.world.ports.clock.now()
    for seed in range(LIVES):
        chance, template = random.Random(seed), f"life-{seed}"
        taps = _taps(chance, now)
        tellings = _tellings(chance, taps)
        chance.shuffle(tellings)
        async with transaction() as tx:
            await hold_person(tx, user)
            await _hear(tx, user, template, tellings, now)
            assert await balance_of(tx, user, template) == len(taps), (seed, taps)


async def test_an_opt_out_takes_what_was_before_it_in_any_order(
    told: Told, as_worker: None
) -> None:
    """However late it comes: what is left is what was given after it, less what was sent since."""
    user, now = UUID(told.person.user["id"]), told.world.ports.clock.now()
    for seed in range(LIVES):
        chance, template = random.Random(seed), f"off-{seed}"
        taps = _taps(chance, now)
        off = now + timedelta(minutes=30 * chance.randint(0, len(taps)) - 15)
        later = [tap for tap in taps if tap.at > off]
        sent = chance.randint(0, len(later))
        tellings = [*_tellings(chance, taps), *[None] * chance.randint(1, 3)]
        chance.shuffle(tellings)
        async with transaction() as tx:
            await hold_person(tx, user)
            await _hear(tx, user, template, tellings, off)
            for number in range(sent):
                at = now + timedelta(days=1, seconds=number)
                await note_sent(tx, user, template, uuid4(), at=at)
            assert await balance_of(tx, user, template) == len(later) - sent, (seed, taps, off)
