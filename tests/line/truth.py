"""What the database says, what the reference makes of it, and what the ranking holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from models.rules.line.allocation import Allotment, PoolTerms, allocate
from models.rules.line.ranking import RankingReport
from storage.redis.movements import HeldClaim, held_claims
from storage.redis.quota import QuotaRedis
from tests.line.database import Database
from tests.world.reference import live_claim

_CLAIMS = """
SELECT c.*, extract(epoch FROM c.later_at)::bigint AS later,
       extract(epoch FROM c.earlier_at)::bigint AS earlier
  FROM claims c WHERE c.pool_id = $1
"""
_APPLICATIONS = """
SELECT a.*, r.id AS review_id, r.role,
       (SELECT count(*) FROM receipts t WHERE t.application_id = a.id) AS receipts,
       (SELECT count(*) FROM reviews v WHERE v.application_id = a.id) AS reviews
  FROM applications a
  LEFT JOIN reviews r ON r.application_id = a.id AND r.state = 'open'
 WHERE a.edition_id = $1 ORDER BY a.number
"""


@dataclass(frozen=True)
class Rows:
    """The pool, its claims and the edition's applications, of one look at the database."""

    pool: asyncpg.Record
    closed: bool
    claims: dict[UUID, asyncpg.Record]
    applications: list[asyncpg.Record]

    @property
    def live(self) -> list[asyncpg.Record]:
        return [claim for claim in self.claims.values() if claim["live"]]

    @property
    def locked(self) -> set[UUID]:
        return {claim["id"] for claim in self.live if claim["locked_at"] is not None}

    def reference(self, unlocked: Iterable[UUID] = ()) -> dict[UUID, Allotment]:
        """What the rule says of every live claim; as if those of `unlocked` were not locked."""
        apart = frozenset(unlocked)
        pool = self.pool
        terms = PoolTerms(
            pool["budget_fen"], pool["places"], pool["last_award"], pool["last_award_min_fen"]
        )
        claims = [live_claim(row, as_unlocked=row["id"] in apart) for row in self.live]
        return {UUID(one.claim_id): one for one in allocate(terms, claims)}


async def read_rows(database: Database, edition: str) -> Rows:
    pool, *_ = await database.fetch("SELECT * FROM pools WHERE edition_id = $1", edition)
    closed = await database.fetch("SELECT closed_at FROM editions WHERE code = $1", edition)
    claims = await database.fetch(_CLAIMS, pool["id"])
    applications = await database.fetch(_APPLICATIONS, edition)
    is_closed = closed[0]["closed_at"] is not None
    return Rows(pool, is_closed, {claim["id"]: claim for claim in claims}, applications)


@dataclass(frozen=True)
class Held:
    """What the ranking holds: its report, each claim (tombstones too), the ends of the line."""

    report: RankingReport
    claims: dict[UUID, HeldClaim]
    last_funded: bytes | None
    first_waiting: bytes | None


async def read_held(quota: QuotaRedis, pool_id: UUID) -> Held:
    _, _, funded, waiting, _ = quota.keys.pool(pool_id)
    last: Any = await quota.client.zrange(funded, -1, -1)
    first: Any = await quota.client.zrange(waiting, 0, 0)
    claims = {one.claim_id: one async for one in held_claims(quota, pool_id)}
    report = await quota.report(pool_id)
    return Held(report, claims, last[0] if last else None, first[0] if first else None)


def same_versions(rows: Rows, held: Held) -> bool:
    """Whether the ranking has heard of everything that the database knows, and of nothing else."""
    live = {claim["id"]: claim["version"] for claim in rows.live}
    known = {one.claim_id: one.version for one in held.claims.values() if one.state != "none"}
    return live == known and held.report.limits_version == rows.pool["version"]


def states_of(reference: dict[UUID, Allotment]) -> dict[UUID, tuple[str, int]]:
    return {claim_id: (one.state, one.granted_fen) for claim_id, one in reference.items()}


def held_states(held: Held) -> dict[UUID, tuple[str, int]]:
    return {
        claim_id: (one.state, one.granted_fen)
        for claim_id, one in held.claims.items()
        if one.state != "none"
    }
