"""The same pace in Redis and in one process; without Redis a rate falls back, and only a rate."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from storage.redis.connect import Client, open_redis
from storage.redis.rate_limit import LocalRateLimit, RateLimiter, RetryAfter, SharedRateLimit

Allow = Callable[..., Awaitable[RetryAfter | None]]


@dataclass
class HandClock:
    at: datetime = field(default_factory=lambda: datetime(2026, 11, 21, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture(params=["shared", "local"])
def rate(request: pytest.FixtureRequest, client: Client) -> tuple[Allow, HandClock]:
    clock = HandClock()
    if request.param == "shared":
        return SharedRateLimit(client, clock.now).allow, clock
    local = LocalRateLimit(clock.now)

    async def allow(
        bucket: str, limit: int, per_seconds: int, *, cost: int = 1
    ) -> RetryAfter | None:
        return local.allow(bucket, limit, per_seconds, cost=cost)

    return allow, clock


async def test_so_many_at_once_then_at_the_pace(rate: tuple[Allow, HandClock]) -> None:
    allow, clock = rate
    bucket = uuid4().hex
    assert [await allow(bucket, 3, 60) for _ in range(3)] == [None] * 3
    assert await allow(bucket, 3, 60) == RetryAfter(20)
    clock.forward(5)
    assert await allow(bucket, 3, 60) == RetryAfter(15)
    clock.forward(15)
    assert await allow(bucket, 3, 60) is None
    assert await allow(bucket, 3, 60) == RetryAfter(20)


async def test_one_call_may_count_as_many(rate: tuple[Allow, HandClock]) -> None:
    allow, clock = rate
    bucket = uuid4().hex
    assert await allow(bucket, 10, 100, cost=7) is None
    assert await allow(bucket, 10, 100, cost=4) == RetryAfter(10)
    assert await allow(bucket, 10, 100, cost=3) is None, "what was refused did not count"
    assert await allow(bucket, 10, 100) == RetryAfter(10)
    clock.forward(40)
    assert await allow(bucket, 10, 100, cost=5) == RetryAfter(10)
    assert await allow(bucket, 10, 100, cost=4) is None


async def test_a_clock_that_went_back_locks_nobody_out(rate: tuple[Allow, HandClock]) -> None:
    allow, clock = rate
    bucket = uuid4().hex
    clock.forward(3600)
    assert await allow(bucket, 1, 60) is None
    clock.forward(-1)
    assert await allow(bucket, 1, 60) == RetryAfter(61)
    clock.forward(-3600)
    assert await allow(bucket, 1, 60) is None
    assert await allow(bucket, 1, 60) == RetryAfter(60)


async def test_buckets_are_counted_apart(rate: tuple[Allow, HandClock]) -> None:
    allow, _ = rate
    one, other = uuid4().hex, uuid4().hex
    assert await allow(one, 1, 60) is None
    assert await allow(other, 1, 60) is None
    assert await allow(one, 1, 60) == RetryAfter(60)


async def test_a_rest_gives_the_whole_burst_back(rate: tuple[Allow, HandClock]) -> None:
    allow, clock = rate
    bucket = uuid4().hex
    for _ in range(2):
        assert [await allow(bucket, 2, 10) for _ in range(2)] == [None, None]
        assert await allow(bucket, 2, 10) is not None
        clock.forward(10)


async def test_two_processes_share_one_count(client: Client) -> None:
    clock, bucket = HandClock(), uuid4().hex
    first, second = (SharedRateLimit(client, clock.now) for _ in range(2))
    assert await first.allow(bucket, 1, 60) is None
    assert await second.allow(bucket, 1, 60) == RetryAfter(60)


async def test_a_bucket_that_is_empty_again_is_forgotten(client: Client) -> None:
    clock, bucket = HandClock(), uuid4().hex
    shared = SharedRateLimit(client, clock.now)
    await shared.allow(bucket, 10, 10)
    assert 0 < await client.pttl(shared.keys.rate(bucket)) <= 1_000


async def test_without_redis_this_process_counts_alone() -> None:
    clock = HandClock()
    nowhere = open_redis("unix:///nonexistent/socket")
    limit = RateLimiter(SharedRateLimit(nowhere, clock.now), LocalRateLimit(clock.now))
    assert await limit.allow("login", 1, 60) is None
    assert await limit.allow("login", 1, 60) == RetryAfter(60)
    await nowhere.aclose()


def test_a_process_remembers_only_so_many_buckets() -> None:
    local = LocalRateLimit(HandClock().now, most=2)
    for bucket in ("a", "b", "c"):
        assert local.allow(bucket, 1, 60) is None
    assert local.allow("c", 1, 60) == RetryAfter(60)
    assert local.allow("a", 1, 60) is None


def test_a_rate_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        LocalRateLimit(HandClock().now).allow("a", 0, 60)
