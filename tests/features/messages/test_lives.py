"""No message contradicts the state: neither when it is told nor when it goes out, in any life."""

import os
import random
from collections.abc import Iterator

import pytest

from server.features.messages.events import standing
from server.ports import Ports
from tests.features.messages.conftest import Told
from tests.features.messages.lives import CLAIMED, Life
from tests.world.application import World

LIVES = 300 if os.environ.get("HYPOTHESIS_PROFILE") == "prove" else 8
STEPS = 9


async def live(world: World, dsn: str, ports: Ports, seeds: Iterator[int]) -> list[Life]:
    edition, lives = await world.publish(), []
    for seed in seeds:
        person = await world.sme()
        told = Told(world, person, await person.submitted(edition), dsn)
        lives.append(Life(told, ports, random.Random(seed)))  # lives, not secrets
        await lives[-1].live(STEPS)
    return lives


async def test_no_message_contradicts_the_state(
    world: World, dsn: str, ports: Ports, as_worker: None
) -> None:
    lives = await live(world, dsn, ports, iter(range(LIVES)))
    assert len({act for life in lives for act in life.happened}) >= 10
    assert sum(life.outdated for life in lives) > 0


async def test_the_comparison_finds_what_contradicts(
    world: World, dsn: str, ports: Ports, as_worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: with every event held true for ever."""
    everywhere = frozenset(status for statuses in CLAIMED.values() for status in statuses)
    monkeypatch.setattr(
        "server.features.messages.still_true.STANDS", dict.fromkeys(standing.STANDS, everywhere)
    )
    with pytest.raises(AssertionError, match="endorse"):
        await live(world, dsn, ports, iter(range(LIVES)))
