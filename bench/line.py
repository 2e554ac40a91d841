"""A pool that keeps its size while claims come, go, are locked and revoked: what is decided on."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from models.rules.line.order_key import OrderKey
from models.rules.line.ranking import PoolLimits, RankedClaim
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import rebuild_pool

AMOUNT_FEN = 1_000_000
_FIRST_AT = 1_790_000_000
_SPAN = 30 * 86400
# Of eleven decisions five are new claims, three at the end and two in the funded part, four give
# up, one is locked and one revoked: each kind as often as what undoes it, so the size stays.
_MIX = ("end",) * 3 + ("front",) * 2 + ("leave_back",) * 3 + ("leave_front", "lock", "revoke")


@dataclass
class Line:
    """A pool of `size` live claims of equal amounts with a budget for a third of them.

    Claims are known by their sequence; the first third, a twentieth of it locked, is the front.
    """

    pool_id: UUID
    size: int
    random: Random
    front: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)
    locked: list[int] = field(default_factory=list)
    later: dict[int, int] = field(default_factory=dict)
    ended_at: int = _FIRST_AT + _SPAN

    def __post_init__(self) -> None:
        third, fixed = self.size // 3, self.size // 60
        self.locked = list(range(fixed))
        self.front, self.back = list(range(fixed, third)), list(range(third, self.size))
        self.next = self.size

    async def fill(self, quota: QuotaRedis) -> None:
        """Loads the claims as a rebuild does."""
        limits = PoolLimits(1, self.size // 3 * AMOUNT_FEN, None)
        await rebuild_pool(quota, self.pool_id, epoch=1, limits=limits, snapshot=self._claims)

    async def _claims(self) -> AsyncIterator[RankedClaim]:
        fixed = len(self.locked)
        for sequence in range(self.size):
            yield self._claim(sequence, 1, locked=sequence < fixed)

    def decisions(self, count: int) -> Iterator[RankedClaim]:
        """So many claims to apply, in an order of chance but the same for the same seed."""
        verbs: dict[str, Callable[[], RankedClaim]] = {
            "end": self._join_end,
            "front": self._join_front,
            "leave_back": lambda: self._end(self.back, 2),
            "leave_front": lambda: self._end(self.front, 2),
            "lock": self._lock,
            "revoke": lambda: self._end(self.locked, 3),
        }
        for number in range(count):
            if number % len(_MIX) == 0:
                round_of = self.random.sample(_MIX, len(_MIX))
            yield verbs[round_of[number % len(_MIX)]]()

    def _join_end(self) -> RankedClaim:
        self.ended_at += 1
        return self._join(self.back, self.ended_at)

    def _join_front(self) -> RankedClaim:
        return self._join(self.front, _FIRST_AT + self.random.randrange(_SPAN // 3))

    def _join(self, side: list[int], later: int) -> RankedClaim:
        sequence, self.next = self.next, self.next + 1
        self.later[sequence] = later
        side.append(sequence)
        return self._claim(sequence, 1)

    def _lock(self) -> RankedClaim:
        sequence = self._pick(self.front)
        self.locked.append(sequence)
        return self._claim(sequence, 2, locked=True)

    def _end(self, side: list[int], version: int) -> RankedClaim:
        return self._claim(self._pick(side), version, live=False)

    def _pick(self, side: list[int]) -> int:
        at = self.random.randrange(len(side))
        side[at], side[-1] = side[-1], side[at]
        return side.pop()

    def _claim(
        self, sequence: int, version: int, *, live: bool = True, locked: bool = False
    ) -> RankedClaim:
        later = self.later.get(sequence, _FIRST_AT + sequence * _SPAN // self.size)
        return RankedClaim(
            claim_id=UUID(int=self.pool_id.int + 1 + sequence),
            version=version,
            live=live,
            passed=locked,
            locked=locked,
            key=OrderKey(later, later - 3600, sequence).member,
            amount_fen=AMOUNT_FEN,
            places=1,
            granted_fen=AMOUNT_FEN if locked else 0,
            epoch=1,
        )


def line_of(number: int, size: int) -> Line:
    """The pool of that number, the same in every run."""
    return Line(UUID(int=number << 64), size, Random(number))
