"""Compares a pool's ranking, claim by claim, with what the allocation rule makes of the rows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from models.rules.line.allocation import LiveClaim, PoolTerms, allocate
from models.rules.line.ranking import PoolLimits, RankedClaim, Standing
from server.features.quota.pools_to_rank import RankedPool
from storage.postgres.ranking.claims import list_live_claims
from storage.redis.quota import QuotaRedis

_CHUNK: Final = 500
_ATTEMPTS: Final = 5
_PAUSE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class WrongStanding:
    """A claim of which rule and ranking say different things; None where the ranking is silent."""

    claim_id: UUID
    rule: Standing
    held: Standing | None


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """`claims`: live rows; `surplus`: how many more claims than these the ranking counts.

    `moved`: the ranking changed while it was read, so differences may be those of two moments.
    """

    claims: int
    wrong: list[WrongStanding]
    surplus: int
    moved: bool

    @property
    def agrees(self) -> bool:
        return not self.wrong and self.surplus == 0


async def check_against_rule(
    pool: RankedPool, *, quota: QuotaRedis, attempts: int = _ATTEMPTS
) -> RuleCheck:
    """Every live row's state, place and money. Raises StoreUnavailable.

    The rows are of one moment, the answers of several; what differs while calls are under way is
    compared again a second later, up to `attempts` times.
    """
    while True:
        found = await _check(pool, quota)
        attempts -= 1
        if found.agrees or attempts == 0:
            return found
        await asyncio.sleep(_PAUSE_SECONDS)


async def _check(pool: RankedPool, quota: QuotaRedis) -> RuleCheck:
    before = await quota.report(pool.id)
    rows = await list_live_claims(pool.id)
    expected = rule_standings(pool.limits, rows)
    wrong: list[WrongStanding] = []
    ids = list(expected)
    for at in range(0, len(ids), _CHUNK):
        chunk = ids[at : at + _CHUNK]
        for claim_id, held in zip(chunk, await quota.standings(pool.id, chunk), strict=True):
            if held != expected[claim_id]:
                wrong.append(WrongStanding(claim_id, expected[claim_id], held))
    after = await quota.report(pool.id)
    return RuleCheck(len(rows), wrong, after.claims - len(rows), before != after)


def rule_standings(limits: PoolLimits, rows: Sequence[RankedClaim]) -> dict[UUID, Standing]:
    """Each live claim's standing by the reference function `allocate`."""
    terms = PoolTerms(
        limits.budget_fen, limits.places, limits.last_award, limits.last_award_min_fen
    )
    versions = {row.claim_id: row.version for row in rows}
    found: dict[UUID, Standing] = {}
    position = waiting = 0
    for one in allocate(terms, map(_live, rows)):
        claim_id, locked = UUID(one.claim_id), one.state == "locked"
        position += not locked
        waiting += one.state == "waiting"
        found[claim_id] = Standing(
            one.state,
            None if locked else position,
            waiting if one.state == "waiting" else None,
            one.granted_fen,
            versions[claim_id],
        )
    return found


def _live(row: RankedClaim) -> LiveClaim:
    return LiveClaim(
        claim_id=str(row.claim_id),
        key=row.key,
        amount_fen=row.amount_fen,
        places=row.places,
        locked=row.locked,
        granted_fen=row.granted_fen if row.locked else None,
    )
