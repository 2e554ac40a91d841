"""The way from the server to Redis as a network makes it: calls are lost, late, or come twice."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from models.rules.line.ranking import PoolLimits, RankedClaim, RankingStatus, Standing
from storage.errors import StoreUnavailable
from storage.redis.quota import QuotaRedis

Fate = Literal["arrives", "lost", "unanswered", "late", "twice"]
FATES: tuple[Fate, ...] = ("arrives", "lost", "unanswered", "late", "twice")


@dataclass
class Traffic:
    """What becomes of the next calls, which are under way, and which the ranking never took.

    `missed`: a claim's newest version (a pool's newest limits) that the ranking did not confirm.
    """

    fates: list[Fate] = field(default_factory=list)
    late: list[tuple[UUID, RankedClaim | PoolLimits]] = field(default_factory=list)
    missed: dict[UUID, int] = field(default_factory=dict)

    def next_fate(self) -> Fate:
        return self.fates.pop(0) if self.fates else "arrives"

    def note(self, one: UUID, version: int, *, taken: bool) -> None:
        if taken and self.missed.get(one, 0) <= version:
            self.missed.pop(one, None)
        elif not taken:
            self.missed[one] = max(version, self.missed.get(one, 0))

    def forget(self) -> None:
        self.fates.clear()
        self.late.clear()
        self.missed.clear()


@dataclass(frozen=True)
class Wire(QuotaRedis):
    """The server's own calls, each with the fate that `traffic` has for it; reads arrive."""

    traffic: Traffic = field(default_factory=Traffic)

    async def apply(self, pool_id: UUID, claim: RankedClaim) -> Standing:
        fate = self.traffic.next_fate()
        if fate in ("lost", "late"):
            self.traffic.note(claim.claim_id, claim.version, taken=False)
            if fate == "late":
                self.traffic.late.append((pool_id, claim))
            raise StoreUnavailable("redis", fate)
        standing = await self.deliver(pool_id, claim)
        if fate == "twice":
            standing = await self.deliver(pool_id, claim)
        if fate == "unanswered":
            raise StoreUnavailable("redis", fate)
        return standing

    async def deliver(self, pool_id: UUID, claim: RankedClaim) -> Standing:
        """Without anything in the way."""
        standing = await super().apply(pool_id, claim)
        taken = standing.version >= claim.version
        self.traffic.note(claim.claim_id, claim.version, taken=taken)
        return standing

    async def resize(self, pool_id: UUID, limits: PoolLimits) -> RankingStatus:
        fate = self.traffic.next_fate()
        if fate in ("lost", "late"):
            self.traffic.note(pool_id, limits.version, taken=False)
            if fate == "late":
                self.traffic.late.append((pool_id, limits))
            raise StoreUnavailable("redis", fate)
        status = await super().resize(pool_id, limits)
        self.traffic.note(pool_id, limits.version, taken=status != "missing")
        if fate == "unanswered":
            raise StoreUnavailable("redis", fate)
        return status

    async def deliver_late(self, index: int) -> None:
        """One of the calls that are under way arrives now, whatever has happened since."""
        pool_id, call = self.traffic.late.pop(index % len(self.traffic.late))
        if isinstance(call, RankedClaim):
            await self.deliver(pool_id, call)
        else:
            status = await super().resize(pool_id, call)
            self.traffic.note(pool_id, call.version, taken=status != "missing")


@dataclass(frozen=True)
class Pausing(QuotaRedis):
    """A rebuilder's calls: claims in chunks of two, and a halt before the call number `halt_at`.

    Calls count from 0: the opening of the generation, each chunk, the finish.
    """

    halt_at: int = 0
    halted: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    _calls: list[str] = field(default_factory=list)

    async def begin(self, pool_id: UUID, epoch: int, limits: PoolLimits) -> int:
        await self._come("begin")
        return await super().begin(pool_id, epoch, limits)

    async def load(
        self, pool_id: UUID, epoch: int, chunk: int, claims: Sequence[RankedClaim]
    ) -> bool:
        for start in range(0, len(claims), 2):
            await self._come("load")
            number = self._calls.count("load")
            if not await super().load(pool_id, epoch, number, claims[start : start + 2]):
                return False
        return True

    async def finish(self, pool_id: UUID, epoch: int, chunks: int) -> str:
        await self._come("finish")
        return await super().finish(pool_id, epoch, self._calls.count("load"))

    async def _come(self, verb: str) -> None:
        if len(self._calls) == self.halt_at:
            self.halted.set()
            await self.go_on.wait()
        self._calls.append(verb)
