"""Whatever Redis loses or falls back to, a rebuild beside live calls ends at the reference."""

from collections.abc import AsyncIterator
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.rules.line.ranking import RankedClaim
from storage.redis.quota import QuotaRedis
from storage.redis.rebuild import RebuildStopped, rebuild_pool
from tests.storage.redis.claims import open_pool
from tests.storage.redis.life import POOLS, Life, equals_the_reference, the_line_is_in_order

Copy = dict[str, bytes | None]
EVENTS = ["happen", "happen", "happen", "deliver", "copy", "flush", "fall back", "rebuild"]


class Redis:
    """The pool as this server holds it, with the older copy that a failover would bring back."""

    def __init__(self, quota: QuotaRedis, pool_id: UUID) -> None:
        self.quota, self.pool_id = quota, pool_id
        self.copy: Copy = {}

    async def take_copy(self) -> None:
        keys = self.quota.keys.pool(self.pool_id)
        self.copy = {key: await self.quota.client.dump(key) for key in keys}

    async def flush(self) -> None:
        await self.quota.client.delete(*self.quota.keys.pool(self.pool_id))

    async def fall_back(self) -> None:
        await self.flush()
        for key, dumped in self.copy.items():
            if dumped is not None:
                await self.quota.client.restore(key, 0, dumped)


async def rebuild(quota: QuotaRedis, pool_id: UUID, life: Life) -> None:
    """As the database's owner does it: a higher epoch, then a snapshot, while calls go on."""
    life.epoch = max(life.epoch, (await quota.report(pool_id)).epoch) + 1

    async def rows() -> AsyncIterator[RankedClaim]:
        for row in list(life.rows.values()):
            life.happen()
            await life.deliver(quota, pool_id, life.random.randrange(3))
            yield row

    await rebuild_pool(
        quota, pool_id, epoch=life.epoch, limits=life.limits, snapshot=rows, chunk_size=5
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    source=st.randoms(use_true_random=False),
    kind=st.sampled_from(sorted(POOLS)),
    events=st.lists(st.sampled_from(EVENTS), min_size=5, max_size=60),
)
async def test_losses_of_every_kind_end_at_the_reference(
    quota: QuotaRedis, source: Random, kind: str, events: list[str]
) -> None:
    life, redis = Life(source, POOLS[kind]), Redis(quota, uuid4())
    await open_pool(quota, redis.pool_id, life.limits)
    for event in [*events, "rebuild"]:
        if event == "happen":
            life.happen()
        elif event == "deliver":
            await life.deliver(quota, redis.pool_id, 4)
        elif event == "copy":
            await redis.take_copy()
        elif event == "flush":
            await redis.flush()
        elif event == "fall back":
            await redis.fall_back()
        else:
            await rebuild(quota, redis.pool_id, life)
        await the_line_is_in_order(quota, redis.pool_id)
    await life.reconcile(quota, redis.pool_id)
    await equals_the_reference(quota, redis.pool_id, life)


async def test_without_the_rebuild_an_older_copy_differs(quota: QuotaRedis, pool_id: UUID) -> None:
    life, redis = Life(Random(3), POOLS["money"]), Redis(quota, pool_id)
    await open_pool(quota, pool_id, life.limits)
    await redis.take_copy()
    for _ in range(30):
        life.happen()
    await life.reconcile(quota, pool_id)
    await equals_the_reference(quota, pool_id, life)
    await redis.fall_back()
    with pytest.raises(AssertionError):
        await equals_the_reference(quota, pool_id, life)


async def test_a_paused_rebuilder_that_wakes_up_late_changes_nothing(
    quota: QuotaRedis, pool_id: UUID
) -> None:
    life = Life(Random(5), POOLS["both"])
    for _ in range(40):
        life.happen()

    async def overtaken() -> AsyncIterator[RankedClaim]:
        stale = list(life.rows.values())
        for row in stale[:10]:
            yield row
        for _ in range(40):
            life.happen()
        await rebuild(quota, pool_id, life)
        await life.reconcile(quota, pool_id)
        for row in stale[10:]:
            yield row

    with pytest.raises(RebuildStopped):
        await rebuild_pool(
            quota, pool_id, epoch=1, limits=life.limits, snapshot=overtaken, chunk_size=5
        )
    await equals_the_reference(quota, pool_id, life)
