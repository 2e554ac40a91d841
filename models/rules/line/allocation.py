"""Who is funded: the reference that Redis and PostgreSQL must agree with (quota.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

LastAward = Literal["stop", "partial"]
FundingState = Literal["funded", "waiting", "locked"]


@dataclass(frozen=True, slots=True)
class PoolTerms:
    """Budget in fen, places, or both (None: no limit), and what happens at the line."""

    budget_fen: int | None = None
    places: int | None = None
    last_award: LastAward = "stop"
    last_award_min_fen: int = 0


@dataclass(frozen=True, slots=True)
class LiveClaim:
    """A live claim. `key` sorts smallest first (`OrderKey.member`); no two are equal.

    A locked claim holds `granted_fen`, or its whole `amount_fen` where that is None.
    """

    claim_id: str
    key: str
    amount_fen: int
    places: int = 1
    locked: bool = False
    granted_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Allotment:
    """What the rule says of one claim; `granted_fen` is 0 while waiting."""

    claim_id: str
    state: FundingState
    granted_fen: int


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of a pool; None is no limit."""

    fen: int | None
    places: int | None

    def holds(self, amount_fen: int, places: int) -> bool:
        """Whether the amount and the places fit whole."""
        return (self.fen is None or amount_fen <= self.fen) and (
            self.places is None or places <= self.places
        )

    def less(self, amount_fen: int, places: int) -> "Room":
        """What is left after taking this much."""
        return Room(
            None if self.fen is None else self.fen - amount_fen,
            None if self.places is None else self.places - places,
        )


def allocate(terms: PoolTerms, claims: Iterable[LiveClaim]) -> list[Allotment]:
    """The locked claims first; the rest in key order, to the first that does not fit whole.

    Returns the locked claims, then the others, each in key order.
    """
    in_order = sorted(claims, key=lambda claim: claim.key)
    locked = [claim for claim in in_order if claim.locked]
    unlocked = [claim for claim in in_order if not claim.locked]
    room = Room(terms.budget_fen, terms.places)
    for claim in locked:
        room = room.less(locked_fen(claim), claim.places)
    return [Allotment(claim.claim_id, "locked", locked_fen(claim)) for claim in locked] + (
        _fund_in_order(terms, room, unlocked)
    )


def locked_fen(claim: LiveClaim) -> int:
    """What a locked claim keeps of the budget."""
    return claim.amount_fen if claim.granted_fen is None else claim.granted_fen


def _fund_in_order(terms: PoolTerms, room: Room, claims: Sequence[LiveClaim]) -> list[Allotment]:
    funded: list[Allotment] = []
    for claim in claims:
        granted = _granted(terms, room, claim)
        if granted is None:
            break
        funded.append(Allotment(claim.claim_id, "funded", granted))
        if granted < claim.amount_fen:
            break
        room = room.less(granted, claim.places)
    waiting = claims[len(funded) :]
    return funded + [Allotment(claim.claim_id, "waiting", 0) for claim in waiting]


def _granted(terms: PoolTerms, room: Room, claim: LiveClaim) -> int | None:
    """The whole amount, the rest of the pool as a partial last award, or None: it stops here."""
    if room.holds(claim.amount_fen, claim.places):
        return claim.amount_fen
    if terms.last_award == "stop" or room.fen is None or not room.holds(0, claim.places):
        return None
    enough = room.fen >= max(terms.last_award_min_fen, 1)
    return room.fen if enough else None
