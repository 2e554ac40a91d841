"""What is said to the live ranking and what it answers: claims, limits, standings, figures."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from models.rules.line.allocation import LastAward

QueueState = Literal["pending", "funded", "waiting", "locked", "none"]
RankingStatus = Literal["missing", "loading", "settling", "ready"]

KEY_DIGITS = 39
# Sums of a pool must stay exact in a double (2**53), which is what the scripts count with.
MAX_CLAIM_FEN = 10**12
MAX_BUDGET_FEN = 4 * 10**15
MAX_PLACES = 10**9


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """What a pool may give: money in fen, or places, or both; `version` rises with each change.

    `last_award` is "partial" where the first claim that does not fit gets the rest, if the rest is
    at least `last_award_min_fen` (quota.md, "The last award").
    """

    version: int
    budget_fen: int | None
    places: int | None
    last_award: LastAward = "stop"
    last_award_min_fen: int = 0

    def __post_init__(self) -> None:
        if self.budget_fen is None and self.places is None:
            raise ValueError("a pool has a budget, or places, or both")
        _within("budget_fen", self.budget_fen or 0, MAX_BUDGET_FEN)
        _within("places", self.places or 0, MAX_PLACES)
        _within("last_award_min_fen", self.last_award_min_fen, MAX_BUDGET_FEN)
        _within("version", self.version, 2**52)


@dataclass(frozen=True, slots=True)
class RankedClaim:
    """One claim as its row stands: `version` rises in every transaction that touches the row.

    `key` is the order key as 39 digits (later 10, earlier 10, sequence 19); `granted_fen` counts
    only for a locked claim; `epoch` is the pool's epoch in the database where the caller knows it:
    a ranking of an older epoch is a stale copy and then answers pending.
    """

    claim_id: UUID
    version: int
    live: bool
    passed: bool
    locked: bool
    key: str
    amount_fen: int
    places: int
    granted_fen: int
    epoch: int = 0

    def __post_init__(self) -> None:
        if len(self.key) != KEY_DIGITS or not (self.key.isascii() and self.key.isdigit()):
            raise ValueError("an order key is 39 digits")
        _within("version", self.version, 2**52)
        _within("amount_fen", self.amount_fen, MAX_CLAIM_FEN)
        _within("granted_fen", self.granted_fen, MAX_CLAIM_FEN)
        _within("places", self.places, MAX_PLACES)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one claim stands now.

    `pending`: not ranked yet, or the pool is loading or settling; positions are then None.
    `position`: 1 + live unlocked claims with a smaller key, None when locked or ended.
    `waiting_position`: 1 + waiting claims with a smaller key, None unless waiting.
    `version`: the claim's version that the ranking holds; 0 when it holds none, so that the claim
    is not to be recorded as ranked.
    """

    state: QueueState
    position: int | None
    waiting_position: int | None
    granted_fen: int
    version: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A pool's figures: budget = locked + funded + remaining, always (None without a budget).

    `locked`, `funded`, `waiting` count claims; `funded_fen` is what is funded and not locked.
    """

    budget_fen: int | None
    places: int | None
    locked_fen: int
    funded_fen: int
    remaining_fen: int | None
    locked: int
    funded: int
    waiting: int


@dataclass(frozen=True, slots=True)
class RankingReport:
    """What the reconciler compares with the database: nothing in it is shown to an SME.

    `claims`, `versions`, `amounts_fen` are the count and the sums over live claims; `revision` is
    the number of the last change, `gap` says that changes are missing from the pool's stream.
    """

    status: RankingStatus
    epoch: int = 0
    revision: int = 0
    gap: bool = False
    limits_version: int = 0
    claims: int = 0
    versions: int = 0
    amounts_fen: int = 0
    figures: Figures | None = None

    @property
    def sums(self) -> tuple[int, int, int]:
        """`claims`, `versions` and `amounts_fen`."""
        return self.claims, self.versions, self.amounts_fen


def _within(name: str, value: int, most: int) -> None:
    if not 0 <= value <= most:
        raise ValueError(f"{name} must lie between 0 and {most}")
