"""Reads what moved in a pool: its stream in order, and the whole pool after a gap."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from types import MappingProxyType
from typing import Any, Final, cast
from uuid import UUID

from models.rules.line.ranking import QueueState
from storage.redis.connect import redis_edge
from storage.redis.quota import QuotaRedis
from storage.redis.scripts import load_script, run

PAGE = 500
# claim, version, state, granted fen, passed: one movement in the stream (lua/parts/forms.lua)
MOVEMENT_FORM = Struct("<32sdcdB")
_STATES: Final[Mapping[bytes, QueueState]] = MappingProxyType(
    {b"f": "funded", b"w": "waiting", b"l": "locked", b"n": "none"}
)
_FIELDS: Final = 8
"""Of each claim in an answer of lua/page.lua."""


@dataclass(frozen=True, slots=True, order=True)
class Revision:
    """A place in a pool's stream: the epoch of the generation and the number of the change."""

    epoch: int
    number: int

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"


@dataclass(frozen=True, slots=True)
class Movement:
    """What one change left: the claim's state and money (fen) at that revision."""

    revision: Revision
    claim_id: UUID
    version: int
    state: QueueState
    granted_fen: int
    passed: bool


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """What the ranking holds of one claim at that revision, tombstones ("none") too.

    `passed`, `key`, `amount_fen` and `places` are those of the row's version.
    """

    revision: Revision
    claim_id: UUID
    version: int
    state: QueueState
    granted_fen: int
    key: str
    amount_fen: int
    places: int
    passed: bool


async def list_movements(
    quota: QuotaRedis, pool_id: UUID, *, after: Revision | None = None, limit: int = PAGE
) -> list[Movement]:
    """The changes after that revision, oldest first; raises StoreUnavailable."""
    start = "-" if after is None else f"({after}"
    with redis_edge():
        found = await quota.client.xrange(quota.keys.stream(pool_id), start, "+", count=limit)
    entries = cast(list[tuple[bytes, dict[bytes, bytes]]], found)
    return [_movement(entry_id, fields) for entry_id, fields in entries]


async def trim_movements(quota: QuotaRedis, pool_id: UUID, *, through: Revision) -> None:
    """Forgets the changes up to and with that revision, once they are written down."""
    oldest = Revision(through.epoch, through.number + 1)
    with redis_edge():
        await quota.client.xtrim(quota.keys.stream(pool_id), minid=str(oldest), approximate=False)


async def resume_movements(quota: QuotaRedis, pool_id: UUID) -> Revision:
    """Closes a gap: the stream is whole again after the revision that is answered.

    The caller then compares the whole pool (`held_claims`). `0-0` for a pool that is missing.
    """
    answer = await run(quota.client, load_script("resume"), quota.keys.pool(pool_id), ())
    return Revision(*answer)


async def held_claims(
    quota: QuotaRedis, pool_id: UUID, *, page: int = PAGE
) -> AsyncIterator[HeldClaim]:
    """Every claim that the ranking holds, in no order, each at least once.

    Nothing for a pool that is missing. Whoever needs one generation looks at the epochs.
    """
    cursor = "0"
    while True:
        arguments = (cursor, page)
        answer = await run(quota.client, load_script("page"), quota.keys.pool(pool_id), arguments)
        cursor, epoch, number, *fields = answer
        revision = Revision(epoch, number)
        for at in range(0, len(fields), _FIELDS):
            yield _held(revision, fields[at : at + _FIELDS])
        cursor = cursor.decode()
        if cursor == "0":
            return


def _held(revision: Revision, fields: Sequence[Any]) -> HeldClaim:
    claim_id, state, granted_fen, version, key, amount_fen, places, passed = fields
    return HeldClaim(
        revision=revision,
        claim_id=UUID(hex=claim_id.decode()),
        version=version,
        state=cast(QueueState, state.decode()),
        granted_fen=granted_fen,
        key=key.decode(),
        amount_fen=amount_fen,
        places=places,
        passed=bool(passed),
    )


def _movement(entry_id: bytes, fields: Mapping[bytes, bytes]) -> Movement:
    epoch, _, number = entry_id.decode().partition("-")
    revision = Revision(int(epoch), int(number))
    if b"m" not in fields:
        return _worded_movement(revision, fields)
    claim_id, version, state, granted_fen, passed = MOVEMENT_FORM.unpack(fields[b"m"])
    return Movement(
        revision=revision,
        claim_id=UUID(hex=claim_id.decode()),
        version=int(version),
        state=_STATES[state],
        granted_fen=int(granted_fen),
        passed=bool(passed),
    )


def _worded_movement(revision: Revision, fields: Mapping[bytes, bytes]) -> Movement:
    """As the first release wrote it; a stream may still hold some when the second one starts."""
    return Movement(
        revision=revision,
        claim_id=UUID(hex=fields[b"claim"].decode()),
        version=int(fields[b"version"]),
        state=cast(QueueState, fields[b"state"].decode()),
        granted_fen=int(fields[b"granted"]),
        passed=fields[b"passed"] == b"1",
    )
