"""Pools made for one test straight in the tables: claims of any shape, without applications."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
from hypothesis import strategies as st

from models.rules.line.allocation import LiveClaim, PoolTerms, allocate
from models.rules.line.order_key import OrderKey
from storage.postgres.core.transaction import Tx

NOW = datetime(2026, 11, 22, tzinfo=UTC)

_CLAIM = """
INSERT INTO claims (id, application_id, pool_id, later_at, earlier_at, amount_fen, places, live,
                    version, ranked_version, recorded_epoch, recorded_revision, state, passed_at,
                    locked_at, granted_fen, touched_at, created_at)
VALUES ($1, gen_random_uuid(), $2, to_timestamp($3::bigint), to_timestamp($4::bigint), $5, $6, $7,
        1, 1, 0, 0, 'pending', CASE WHEN $8::bigint IS NOT NULL THEN now() END,
        CASE WHEN $8::bigint IS NOT NULL THEN now() END, $8, now(), now())
RETURNING sequence
"""


@dataclass(frozen=True)
class Asked:
    """A claim as a test wants it; `granted_fen` set: it is locked already."""

    amount_fen: int
    places: int = 1
    later: int = 1_790_000_000
    earlier: int = 1_790_000_000
    granted_fen: int | None = None
    live: bool = True


@dataclass
class Line:
    """A pool in the database, and its claims as the reference reads them."""

    pool_id: UUID
    terms: PoolTerms
    claims: dict[UUID, LiveClaim]

    def in_order(self) -> list[UUID]:
        """The unlocked ones by key."""
        unlocked = [one for one in self.claims if not self.claims[one].locked]
        return sorted(unlocked, key=lambda one: self.claims[one].key)

    def grant_of(self, claim_id: UUID) -> int | None:
        """What the reference gives an unlocked claim now; None: it waits."""
        for allotment in allocate(self.terms, self.claims.values()):
            if allotment.claim_id == str(claim_id):
                return allotment.granted_fen if allotment.state == "funded" else None
        raise LookupError(claim_id)

    def lock(self, claim_id: UUID, granted_fen: int) -> None:
        changed = replace(self.claims[claim_id], locked=True, granted_fen=granted_fen)
        self.claims[claim_id] = changed


def tx_on(connection: asyncpg.Connection) -> Tx:
    """A transaction as use cases see it, on a bare connection that has begun one."""
    return Tx(cast(Any, SimpleNamespace(_connection=connection)))


async def make_line(
    connection: asyncpg.Connection, edition: str, terms: PoolTerms, asked: Sequence[Asked]
) -> Line:
    """As the database's owner: the roles may not make pools."""
    pool_id = uuid4()
    await connection.execute(
        "INSERT INTO pools (id, edition_id, code, budget_fen, places, order_by, last_award,"
        " last_award_min_fen, locked_fen, locked_places, version, epoch, recorded_epoch,"
        " recorded_revision) VALUES ($1, $2, $3, $4, $5, 'payment', $6, $7, 0, 0, 1, 1, 0, 0)",
        *(pool_id, edition, f"line-{pool_id.hex[:20]}", terms.budget_fen, terms.places),
        *(terms.last_award, terms.last_award_min_fen),
    )
    line = Line(pool_id, terms, {})
    for one in asked:
        claim_id = await add_claim(connection, line, one)
        if not one.live:
            del line.claims[claim_id]
    return line


async def add_claim(connection: asyncpg.Connection, line: Line, one: Asked) -> UUID:
    claim_id = uuid4()
    sequence = await connection.fetchval(
        *(_CLAIM, claim_id, line.pool_id, one.later, one.earlier),
        *(one.amount_fen, one.places, one.live, one.granted_fen),
    )
    key = OrderKey(one.later, one.earlier, sequence).member
    locked = one.granted_fen is not None
    line.claims[claim_id] = LiveClaim(
        str(claim_id), key, one.amount_fen, one.places, locked, one.granted_fen
    )
    return claim_id


@st.composite
def lines(draw: st.DrawFn) -> tuple[PoolTerms, list[Asked]]:
    """Small figures, so that claims often lie just before, on and behind the line."""
    asked = draw(st.lists(_asked(), min_size=1, max_size=14))
    fen = sum(one.granted_fen or 0 for one in asked)
    places = sum(one.places for one in asked if one.granted_fen is not None)
    more = st.none() | st.integers(0, 25)
    more_fen, more_places = draw(more), draw(more)
    terms = PoolTerms(
        budget_fen=None if more_fen is None else fen + more_fen,
        places=None if more_places is None else places + more_places,
        last_award=draw(st.sampled_from(["stop", "partial"])),
        last_award_min_fen=draw(st.integers(0, 4)),
    )
    return terms, asked


@st.composite
def _asked(draw: st.DrawFn) -> Asked:
    amount_fen = draw(st.integers(0, 7))
    later = draw(st.integers(1, 4))
    locked = draw(st.integers(0, 3)) == 0
    return Asked(
        amount_fen,
        places=draw(st.sampled_from([0, 1, 1, 1, 2])),
        later=later,
        earlier=draw(st.integers(0, later)),
        granted_fen=draw(st.integers(0, amount_fen)) if locked else None,
        live=locked or draw(st.integers(0, 5)) > 0,
    )
