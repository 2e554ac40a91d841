"""Kills parts of an installation at random moments, and brings them back."""

import asyncio
import random
import shutil
from dataclasses import dataclass, field
from time import monotonic

from tests.world.installation import Installation

_DOWN_AT_MOST_S = 0.6
_UP_AT_MOST_S = 1.2
_TWO_AT_ONCE = 0.25
_STORES = ("postgres", "valkey")
"""Brought back first: a server that starts without its database ends again."""


@dataclass
class Faults:
    """`killed` names the victims in order; `valkey` comes back with nothing of what it held."""

    place: Installation
    chance: random.Random
    killed: list[str] = field(default_factory=list)

    async def go_on(self, kills: int, seconds: float) -> None:
        """Until there were so many kills and the time is over; all parts run again then."""
        ends_at = monotonic() + seconds
        while len(self.killed) < kills or monotonic() < ends_at:
            await asyncio.sleep(self.chance.uniform(0, _UP_AT_MOST_S))
            await self._kill(self._victims())

    async def _kill(self, victims: list[str]) -> None:
        for name in victims:
            await self.place.kill(name)
            self.killed.append(name)
        await asyncio.sleep(self.chance.uniform(0, _DOWN_AT_MOST_S))
        if "valkey" in victims:
            lose_everything(self.place)
        for name in sorted(victims, key=lambda name: name not in _STORES):
            await self.place.start(name)

    def _victims(self) -> list[str]:
        """Each kind as often as the others; those that had no turn yet come first."""
        kinds = {name.partition("-")[0] for name in self.place.children} | set(_STORES)
        counts = {kind: sum(it.startswith(kind) for it in self.killed) for kind in kinds}
        rarest = [kind for kind in sorted(kinds) if counts[kind] == min(counts.values())]
        chosen = [self.chance.choice(rarest)]
        if self.chance.random() < _TWO_AT_ONCE:
            chosen.append(self.chance.choice(sorted(kinds - set(chosen))))
        return [self._one_of(kind) for kind in chosen]

    def _one_of(self, kind: str) -> str:
        names = [name for name in self.place.children if name.partition("-")[0] == kind]
        return self.chance.choice(names) if names else kind


def lose_everything(place: Installation) -> None:
    """What Redis wrote to disk is gone; its socket's folder stays."""
    folder = place.running.plan.folder.valkey
    for path in folder.iterdir():
        if path.name == "sockets":
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
