"""Rows as the database would hold them, and what the reference says of them."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from models.rules.line.ranking import PoolLimits, RankedClaim, Standing
from server.features.quota.rule_check import rule_standings
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import rebuild_pool


def make_claim(
    sequence: int, amount_fen: int = 100, *, later: int = 0, places: int = 1
) -> RankedClaim:
    return RankedClaim(
        claim_id=uuid4(),
        version=1,
        live=True,
        passed=False,
        locked=False,
        key=f"{later:010d}{0:010d}{sequence:019d}",
        amount_fen=amount_fen,
        places=places,
        granted_fen=0,
    )


def changed(claim: RankedClaim, **fields: object) -> RankedClaim:
    """The row after one more transaction."""
    return replace(claim, version=claim.version + 1, **fields)  # type: ignore[arg-type]


def money(budget_fen: int, **fields: object) -> PoolLimits:
    return PoolLimits(1, budget_fen, None, **fields)  # type: ignore[arg-type]


async def snapshot(claims: Iterable[RankedClaim]) -> AsyncIterator[RankedClaim]:
    for claim in claims:
        yield claim


async def open_pool(
    quota: QuotaRedis, pool_id: UUID, limits: PoolLimits, *claims: RankedClaim, epoch: int = 1
) -> None:
    """A pool that is ready with these claims."""
    await rebuild_pool(
        quota, pool_id, epoch=epoch, limits=limits, snapshot=lambda: snapshot(claims)
    )


@dataclass(frozen=True, slots=True)
class Truth:
    """What every claim of a pool must answer, by the reference function."""

    limits: PoolLimits
    rows: dict[UUID, RankedClaim]

    def standings(self) -> dict[UUID, Standing]:
        live = [row for row in self.rows.values() if row.live]
        ended = [row for row in self.rows.values() if not row.live]
        expected = {row.claim_id: Standing("none", None, None, 0, row.version) for row in ended}
        return expected | rule_standings(self.limits, live)


async def held_standings(
    quota: QuotaRedis, pool_id: UUID, ids: Iterable[UUID]
) -> dict[UUID, Standing]:
    wanted = list(ids)
    found = await quota.standings(pool_id, wanted)
    return {one: standing for one, standing in zip(wanted, found, strict=True) if standing}
