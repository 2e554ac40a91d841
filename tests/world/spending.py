"""Takes from what a person may do, as if they had done it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.edge.web.rate_limit import RateLimit
from storage.redis.keys import Keys
from storage.redis.rate_limit import SharedRateLimit
from tests.world.application import World
from tests.world.client import Person


@asynccontextmanager
async def left(world: World, person: Person, rate: RateLimit, count: int) -> AsyncIterator[None]:
    """Inside, the person may do it `count` times more; afterwards as if nothing had been done."""
    keys, redis = Keys(world.settings.redis_namespace), world.ports.redis
    shared = SharedRateLimit(redis, world.clock.now, keys)
    bucket = f"{rate.name}:user:{person.id}"
    await redis.delete(keys.rate(bucket))
    spent = rate.limit - count
    assert await shared.allow(bucket, rate.limit, rate.per_seconds, cost=spent) is None
    try:
        yield
    finally:
        await redis.delete(keys.rate(bucket))
