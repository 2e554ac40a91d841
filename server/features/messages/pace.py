"""How fast messages go to WeChat: so many a second by all workers, none while it wants rest."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from server.clock import Clock
from server.edge.jobs.try_later import TryLater
from storage.redis.rate_limit import RateLimiter

_BUCKET: Final = "wechat.send"
_LONGEST_WAIT: Final = 5
"""Seconds that a job waits in its place; after that it makes room for other work."""


class SendPace:
    """Counted in Redis for all workers; a rest that WeChat asked one worker for is that worker's."""

    def __init__(self, limiter: RateLimiter, *, per_second: int, clock: Clock) -> None:
        self._limiter, self._per_second, self._clock = limiter, per_second, clock
        self._rests_until: datetime | None = None

    async def turn(self) -> None:
        """Returns when one more may go. Raises TryLater while WeChat wants rest."""
        for _ in range(_LONGEST_WAIT):
            self._heed_rest()
            wait = await self._limiter.allow(_BUCKET, self._per_second, 1)
            if wait is None:
                return
            await asyncio.sleep(wait.seconds)
        raise TryLater(timedelta(seconds=1), "others go first")

    def rest(self, seconds: int) -> None:
        """Nothing goes for so long: WeChat has counted too many calls."""
        self._rests_until = self._clock.now() + timedelta(seconds=seconds)

    def _heed_rest(self) -> None:
        if self._rests_until is not None and self._clock.now() < self._rests_until:
            raise TryLater(self._rests_until - self._clock.now(), "WeChat asks for rest")
