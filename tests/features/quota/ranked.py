"""One pool with a line of its own, what the rule says of it, and how its ranking comes to harm."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from models.rules.line.allocation import PoolTerms, allocate
from models.rules.line.ranking import RankedClaim
from server.features.quota.ranking_log import record_movements
from server.features.quota.rebuild import rebuild_differing
from storage.postgres.ranking.claims import find_claims
from storage.postgres.ranking.differences import list_differences
from storage.redis.quota import QuotaRedis
from tests.features.quota.seeded import lengthen
from tests.world.application import World
from tests.world.reference import CLAIM_COLUMNS, live_claim

CLAIMS, FITTING = 5, 3

_ROWS = f"""
SELECT {CLAIM_COLUMNS}, c.state
  FROM claims c WHERE c.pool_id = $1 ORDER BY c.later_at, c.earlier_at, c.sequence
"""


@dataclass(frozen=True)
class Line:
    """Five claims, of which three fit; all confirmed by the ranking and written down."""

    world: World
    edition: str
    pool_id: UUID
    quota: QuotaRedis

    async def rows(self) -> list[Any]:
        """Its claims in key order, ended ones too."""
        return await self.world.fetch(_ROWS, self.pool_id)

    async def pool(self) -> Any:
        (row,) = await self.world.fetch("SELECT * FROM pools WHERE id = $1", self.pool_id)
        return row

    async def set_pool(self, assignments: str) -> None:
        """As the database's owner, such as a restore would leave it."""
        await self.world.fetch(f"UPDATE pools SET {assignments} WHERE id = $1", self.pool_id)

    async def expected(self) -> dict[UUID, str]:
        """What the reference function says of the live rows."""
        pool = await self.pool()
        terms = PoolTerms(pool["budget_fen"], pool["places"])
        claims = [live_claim(row) for row in await self.rows() if row["live"]]
        return {UUID(one.claim_id): one.state for one in allocate(terms, claims)}

    async def held(self, quota: QuotaRedis | None = None) -> dict[UUID, str | None]:
        """What the ranking says of every live row."""
        ids = list(await self.expected())
        found = await (quota or self.quota).standings(self.pool_id, ids)
        return {
            one: standing.state if standing else None
            for one, standing in zip(ids, found, strict=True)
        }

    async def is_right(self, quota: QuotaRedis | None = None) -> bool:
        """Every live row as the rule says, and nobody else in the figures."""
        expected = await self.expected()
        report = await (quota or self.quota).report(self.pool_id)
        ready = report.status == "ready" and report.claims == len(expected)
        return ready and await self.held(quota) == expected

    async def repair(self, quota: QuotaRedis | None = None) -> list[UUID]:
        """What the leading worker does every second, for this pool."""
        dsn = self.world.settings.postgres_dsn
        return await rebuild_differing(dsn, quota=quota or self.quota, pools=[self.pool_id])

    async def differences(self) -> dict[str, int]:
        return {one.kind: one.times for one in await list_differences(self.edition)}

    async def record(self) -> int:
        return await record_movements(quota=self.quota, clock=self.world.ports.clock)

    async def claim(self, place: int) -> RankedClaim:
        """The row at that place of the line, as the ranking takes it."""
        claim_id = (await self.rows())[place]["id"]
        return (await find_claims(self.pool_id, [claim_id]))[claim_id].claim

    async def end(self, place: int, *, told: bool = True) -> RankedClaim:
        """The claim at that place is given up in the database; `told`: the ranking hears of it."""
        claim = await self.claim(place)
        await self.world.fetch(
            "UPDATE claims SET live = false, version = version + 1, touched_at = now()"
            " WHERE id = $1",
            claim.claim_id,
        )
        ended = replace(claim, live=False, version=claim.version + 1)
        if told:
            await self.quota.apply(self.pool_id, ended)
        return ended

    async def copy(self) -> dict[str, bytes | None]:
        """What a replica, or a dump, holds of the pool now."""
        keys = self.quota.keys.pool(self.pool_id)
        return {key: await self.quota.client.dump(key) for key in keys}

    async def fall_back(
        self, copy: dict[str, bytes | None], quota: QuotaRedis | None = None
    ) -> None:
        client = (quota or self.quota).client
        await client.delete(*copy)
        for key, dumped in copy.items():
            if dumped is not None:
                await client.restore(key, 0, dumped)


Harm = Callable[[Line], Awaitable[None]]


async def make_line(world: World) -> Line:
    award_fen = 400_000
    edition, owner = await world.publish(budget_fen=FITTING * award_fen), await world.sme()
    application = await owner.submitted(edition, fee_fen=1_000_000, paid_fen=1_000_000)
    assert application["award_fen"] == award_fen
    pool_id = await lengthen(world, application["id"], CLAIMS - 1)
    await world.ports.ranker.marks.flush()
    await world.fetch("UPDATE claims SET ranked_version = version WHERE pool_id = $1", pool_id)
    line = Line(world, edition, pool_id, world.ports.quota)
    await line.record()
    assert await line.is_right()
    return line
