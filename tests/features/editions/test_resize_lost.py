"""A new budget that the ranking has not heard of: committed all the same, learnt within seconds."""

from typing import Any
from uuid import UUID

from server.features.editions.access import Actor
from server.features.editions.resize import resize_pool
from server.features.editions.schemas import PoolChange
from server.features.editions.show import show_pool
from server.features.quota.rebuild import rebuild_differing
from storage.errors import StoreUnavailable
from storage.redis.quota import QuotaRedis
from tests.world.applicant import AWARD, apply, figures
from tests.world.application import World


class Silent(QuotaRedis):
    """Redis as it is while it does not answer."""

    async def _run(self, verb: str, pool_id: UUID, *arguments: Any) -> Any:
        raise StoreUnavailable("redis")


async def test_it_holds_though_redis_is_silent_and_the_worker_brings_it(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=8)
    ports = world.ports
    silent = Silent(ports.quota.client, ports.quota.keys)
    given = PoolChange(budget_fen=2 * AWARD, places=None, reason="追加预算")
    await resize_pool(
        edition, "copay", given, by=Actor("operator"), clock=ports.clock, quota=silent
    )
    pool = await show_pool(edition, "copay", quota=silent, clock=ports.clock)
    assert (pool.budget_fen, pool.stale) == (2 * AWARD, True)
    # Redis answers again, still with the old limits: they are not shown as the new ones.
    assert (await show_pool(edition, "copay", quota=ports.quota, clock=ports.clock)).stale
    assert await second.place() == ("waiting", 2, 1)
    (row,) = await world.fetch("SELECT id FROM pools WHERE edition_id = $1", edition)
    dsn = world.settings.postgres_dsn
    # Told the new limits, not rebuilt.
    assert await rebuild_differing(dsn, quota=ports.quota, pools=[row["id"]]) == []
    pool = await show_pool(edition, "copay", quota=ports.quota, clock=ports.clock)
    assert (pool.funded, pool.stale) == (2, False)
    assert await second.place() == ("funded", 2, None)
    assert (await figures(world, edition))["budget_fen"] == 2 * AWARD
