"""The nightly cleaning takes what is over, and nothing that is in use."""

from datetime import timedelta

from server.features.identity.prune import FAILURES_KEPT, SESSIONS_KEPT, prune_logins
from tests.world.accounts import log_in
from tests.world.application import World


async def pruned(bare: World) -> int:
    async with bare.as_app():
        return await prune_logins(clock=bare.ports.clock)


async def test_what_is_over_goes_in_its_time(bare: World) -> None:
    ended, expired = await bare.wechat("lin"), await bare.wechat("wu")
    await ended.call("DELETE", "/session")
    await log_in(bare, "nobody-here", "wrong")
    assert await pruned(bare) == 0
    bare.clock.ahead = FAILURES_KEPT + timedelta(minutes=1)
    assert await pruned(bare) == 1
    assert (await expired.call("GET", "/session")).status == 200
    bare.clock.ahead = SESSIONS_KEPT + timedelta(minutes=1)
    assert await pruned(bare) == 1, "the one that was logged out"
    bare.clock.ahead += timedelta(days=7)
    assert await pruned(bare) == 1
    assert await bare.fetch("SELECT 1 FROM users"), "persons stay"
