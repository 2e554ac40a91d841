"""Limits how often something may be done: counted in Redis, or in this process without it."""

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from storage.errors import StoreUnavailable
from storage.redis.connect import Client
from storage.redis.keys import Keys
from storage.redis.scripts import load_script, run

Now = Callable[[], datetime]
MICROSECONDS = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Refused; it may be tried again after that many whole seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class SharedRateLimit:
    """One count for all processes, in Redis; raises StoreUnavailable without an answer."""

    client: Client
    now: Now
    keys: Keys = field(default_factory=Keys)

    async def allow(
        self, bucket: str, limit: int, per_seconds: int, *, cost: int = 1
    ) -> RetryAfter | None:
        """None when allowed: at most `limit` at once, and `limit` in each `per_seconds` after.

        It counts as `cost`, which is at most `limit`.
        """
        interval, tolerance = pace(limit, per_seconds)
        arguments = (_microseconds(self.now()), interval, tolerance, cost)
        script = load_script("allow")
        wait = await run(self.client, script, [self.keys.rate(bucket)], arguments)
        return _refusal(int(wait))


@dataclass(frozen=True, slots=True)
class LocalRateLimit:
    """The same rule counted in this process alone; holds the `most` buckets used last."""

    now: Now
    most: int = 50_000
    _due: OrderedDict[str, int] = field(default_factory=OrderedDict)

    def allow(
        self, bucket: str, limit: int, per_seconds: int, *, cost: int = 1
    ) -> RetryAfter | None:
        """None when allowed; see `SharedRateLimit.allow`."""
        interval, tolerance = pace(limit, per_seconds)
        now = _microseconds(self.now())
        due = max(self._due.get(bucket, now), now)
        if due - now > 2 * (tolerance + interval):  # by a clock that has since gone back
            due = now
        wait = due + (cost - 1) * interval - now - tolerance
        if wait <= 0:
            self._due[bucket] = due + cost * interval
            self._due.move_to_end(bucket)
            if len(self._due) > self.most:
                self._due.popitem(last=False)
        return _refusal(wait)


@dataclass(frozen=True, slots=True)
class RateLimiter:
    """Shared while Redis answers, per process while it does not: a limit stops nobody by failing.

    Nothing but a rate may fall back this way; money never does.
    """

    shared: SharedRateLimit
    local: LocalRateLimit

    async def allow(
        self, bucket: str, limit: int, per_seconds: int, *, cost: int = 1
    ) -> RetryAfter | None:
        """None when allowed; see `SharedRateLimit.allow`."""
        try:
            return await self.shared.allow(bucket, limit, per_seconds, cost=cost)
        except StoreUnavailable:
            return self.local.allow(bucket, limit, per_seconds, cost=cost)


def pace(limit: int, per_seconds: int) -> tuple[int, int]:
    """Microseconds between two calls, and the tolerance that lets `limit` of them come at once."""
    if limit < 1 or per_seconds < 1:
        raise ValueError("a rate is at least one in one second")
    interval = max(1, per_seconds * MICROSECONDS // limit)
    return interval, interval * (limit - 1)


def _refusal(wait_microseconds: int) -> RetryAfter | None:
    if wait_microseconds <= 0:
        return None
    return RetryAfter(math.ceil(wait_microseconds / MICROSECONDS))


def _microseconds(at: datetime) -> int:
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * MICROSECONDS + since.microseconds
