"""Asks the live ranking where claims are in line; what it does not answer is read from the rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from models.rules.line.ranking import Standing
from storage.errors import StoreUnavailable
from storage.redis.quota import QuotaRedis

NONE = Standing("none", None, None, 0, 0)
PENDING = Standing("pending", None, None, 0, 0)


class LatestClaim(Protocol):
    """A row with its latest claim, if it has one."""

    @property
    def claim_id(self) -> UUID | None: ...
    @property
    def pool_id(self) -> UUID | None: ...
    @property
    def live(self) -> bool | None: ...
    @property
    def locked_at(self) -> datetime | None: ...
    @property
    def granted_fen(self) -> int | None: ...


async def find_standings(rows: Sequence[LatestClaim], *, quota: QuotaRedis) -> list[Standing]:
    """One standing for each row."""
    by_pool: dict[UUID, list[UUID]] = {}
    for row in rows:
        if row.claim_id and row.pool_id and row.live and row.locked_at is None:
            by_pool.setdefault(row.pool_id, []).append(row.claim_id)
    found: dict[UUID, Standing] = {}
    for pool_id, claim_ids in by_pool.items():
        found.update(await _ask(pool_id, claim_ids, quota))
    return [_standing(row, found) for row in rows]


async def _ask(pool_id: UUID, claim_ids: list[UUID], quota: QuotaRedis) -> dict[UUID, Standing]:
    try:
        standings = await quota.standings(pool_id, claim_ids)
    except StoreUnavailable:
        # Nothing is guessed while the ranking does not answer: these claims read `pending`.
        return {}
    pairs = zip(claim_ids, standings, strict=True)
    return {claim_id: standing for claim_id, standing in pairs if standing is not None}


def _standing(row: LatestClaim, found: dict[UUID, Standing]) -> Standing:
    if row.claim_id is None:
        return NONE
    if row.locked_at is not None:
        return Standing("locked", None, None, row.granted_fen or 0, 0)
    if not row.live:
        return NONE
    return live_standing(found.get(row.claim_id, PENDING))


def live_standing(standing: Standing) -> Standing:
    """What the ranking said of a claim whose row says that it is live and not locked."""
    # The row says live; a ranking that says otherwise has not heard of it yet.
    return PENDING if standing.state in ("none", "locked") else standing
