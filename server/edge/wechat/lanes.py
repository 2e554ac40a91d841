"""Serialises sends to one person, by a lock each; WeChat refuses parallel ones (43108)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Lanes:
    """One lock per openid, forgotten when nobody waits any more. Per process only."""

    def __init__(self) -> None:
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def lane(self, openid: str) -> AsyncIterator[None]:
        lane = self._lanes.setdefault(openid, _Lane())
        lane.users += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.users -= 1
            if lane.users == 0:
                del self._lanes[openid]
