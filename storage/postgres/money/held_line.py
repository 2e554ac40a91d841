"""What stands before claims of a pool whose row is held: read once, good for many decisions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import msgspec

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.money.claims import ClaimRow, LimitsRow

PROBE: Final = 1_000
"""So many rows are looked at first: where little room is left the line ends within them."""

_AHEAD = "SELECT claim_id, fen, places FROM line_before($1, $2, $3, $4, $5)"


class HeldPool(LimitsRow, frozen=True):
    """A pool's row: its limits, what is locked within them, and the epoch of its ranking."""

    id: UUID
    epoch: int
    locked_fen: int
    locked_places: int
    order_by: str


class ClaimInLine(ClaimRow, frozen=True):
    """A claim with the application that it belongs to."""

    application_id: UUID


class _AheadRow(msgspec.Struct, frozen=True):
    claim_id: UUID
    fen: int
    places: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the unlocked claims before one ask; at least so much where it is more than the room."""

    fen: int
    places: int


@dataclass(slots=True)
class HeldLine:
    """A pool's row as it was when it was taken, and what stood before claims at that moment.

    While the row is held nobody else changes a claim of the pool, except that new ones come in:
    those count as come after the decisions. A claim that is locked whole takes from the line what
    it adds to `locked_fen`, so for the claims behind it the sum of both stays what it was: as long
    as claims are decided in key order, nothing needs to be read again. An award cut to the rest
    breaks that, and so does a lock that was not foreseen: then the line is forgotten. A decision
    that is rolled back breaks nothing.

    `claims` are the rows that were taken with it, by their ids, until they are decided.
    """

    pool: HeldPool
    ahead: dict[UUID, Ahead]
    claims: dict[UUID, ClaimInLine] = field(default_factory=dict)

    def take(self, claim_id: UUID) -> Ahead | None:
        """What stood before the claim; None: to be read anew. Those before it are forgotten."""
        if claim_id not in self.ahead:
            return None
        for known in list(self.ahead):
            found = self.ahead.pop(known)
            if known == claim_id:
                break
        return found

    def find_claim(self, application_id: UUID) -> UUID | None:
        """The claim that was taken for this application and is not decided yet."""
        found = (one for one, row in self.claims.items() if row.application_id == application_id)
        return next(found, None)

    def forget(self) -> None:
        self.ahead.clear()


async def read_ahead(tx: Tx, pool: HeldPool, claim_ids: Iterable[UUID]) -> dict[UUID, Ahead]:
    """What stands before each of them, in key order; without those not live or locked already.

    `pool` is its row as it stands now, held by the caller.
    """
    room_fen = None if pool.budget_fen is None else pool.budget_fen - pool.locked_fen
    room_places = None if pool.places is None else pool.places - pool.locked_places
    values = (pool.id, room_fen, room_places, list(claim_ids), PROBE)
    rows = await list_rows(_AheadRow, _AHEAD, *values, tx=tx)
    return {row.claim_id: Ahead(row.fen, row.places) for row in rows}
