"""The order of claims: the later of signing and payment, then the earlier, then the sequence."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

Precision = Literal["day", "instant"]

SECONDS_WIDTH = 10
SEQUENCE_WIDTH = 19
MEMBER_WIDTH = 2 * SECONDS_WIDTH + SEQUENCE_WIDTH

# China has had one offset and no summer time since 1991; the standard library's zone needs data
# files, and the rules read none.
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was done; `day` precision means the paper shows only the date."""

    at: datetime
    precision: Precision = "instant"


@dataclass(frozen=True, slots=True, order=True)
class OrderKey:
    """Smallest first. Seconds since 1970 UTC; `sequence` is the database's number of the claim."""

    later: int
    earlier: int
    sequence: int

    @property
    def member(self) -> str:
        """39 digits that sort as text exactly as the key sorts as numbers."""
        return f"{self.later:010d}{self.earlier:010d}{self.sequence:019d}"


def whole_seconds(moment: Moment) -> int:
    """Seconds since 1970 UTC, rounded down; a bare day counts as 23:59:59+08:00 of that day.

    Raises ValueError for a naive datetime and for instants that ten digits cannot hold.
    """
    if moment.at.tzinfo is None:
        raise ValueError("an instant needs an offset")
    at = moment.at
    if moment.precision == "day":
        at = at.astimezone(CHINA).replace(hour=23, minute=59, second=59, microsecond=0)
    seconds = (at.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    if not 0 <= seconds < 10**SECONDS_WIDTH:
        raise ValueError(f"{moment.at.isoformat()} is outside the range of an order key")
    return seconds


def payment_key(signed: Moment, paid: Moment, sequence: int) -> OrderKey:
    """The key of a pool that is ordered by signing and payment (四(二)2 of the 双推 notice)."""
    instants = sorted((whole_seconds(signed), whole_seconds(paid)))
    return OrderKey(instants[1], instants[0], _checked_sequence(sequence))


def arrival_key(sequence: int) -> OrderKey:
    """The key of a pool that is ordered by arrival: the database's number alone."""
    return OrderKey(0, 0, _checked_sequence(sequence))


def never_before(key: OrderKey, returned_at: datetime) -> OrderKey:
    """The key of a claim that came back after it had ended: no earlier than its return."""
    floor = whole_seconds(Moment(returned_at))
    return OrderKey(max(key.later, floor), key.earlier, key.sequence)


def parse_member(member: str) -> OrderKey:
    """The key that a 39-digit member spells. Raises ValueError for anything else."""
    if len(member) != MEMBER_WIDTH or not (member.isascii() and member.isdigit()):
        raise ValueError(f"not an order key: {member!r}")
    return OrderKey(
        int(member[:SECONDS_WIDTH]),
        int(member[SECONDS_WIDTH : 2 * SECONDS_WIDTH]),
        int(member[2 * SECONDS_WIDTH :]),
    )


def _checked_sequence(sequence: int) -> int:
    if not 0 <= sequence < 2**63:
        raise ValueError("a sequence is a positive 64-bit number")
    return sequence
