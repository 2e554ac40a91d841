"""The nightly cleaning takes what is over, and nothing that is in use."""

from datetime import timedelta

from server.features.identity.prune import FAILURES_KEPT, SESSIONS_KEPT, prune_logins
from tests.world.people import People, postgres_as


async def pruned(people: People) -> int:
    async with postgres_as(people.app_dsn):
        return await prune_logins(clock=people.clock)


async def test_what_is_over_goes_in_its_time(people: People) -> None:
    ended, expired = await people.wechat("lin"), await people.wechat("wu")
    await ended.call("DELETE", "/session")
    await people.log_in("nobody-here", "wrong")
    assert await pruned(people) == 0
    people.time.ahead = FAILURES_KEPT + timedelta(minutes=1)
    assert await pruned(people) == 1
    assert (await expired.call("GET", "/session")).status == 200
    people.time.ahead = SESSIONS_KEPT + timedelta(minutes=1)
    assert await pruned(people) == 1, "the one that was logged out"
    people.time.ahead += timedelta(days=7)
    assert await pruned(people) == 1
    assert await people.sql("SELECT 1 FROM users"), "persons stay"
