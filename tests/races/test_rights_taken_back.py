"""Two servers, one command: whoever was let go is out of both, with Redis and without."""

import pytest

from tests.rush.size import PROVING
from tests.world.application import STAFF_PASSWORD
from tests.world.client import Client, Person
from tests.world.commands import staff
from tests.world.installation import Installation, Shape, installation, until
from tests.world.servers import Embedded

WHY = ("--reason", "调离岗位")
CACHED_S = 30


def at_both(place: Installation, who: Person) -> list[Client]:
    """The same login at each server."""
    return [Client(f"http://127.0.0.1:{port}", who.http, who.headers) for port in place.ports()]


async def statuses(callers: list[Client]) -> list[int]:
    return [(await caller.get("/reviews")).status for caller in callers]


@pytest.mark.timeout(300)
async def test_whoever_is_disabled_is_out_of_both_servers(embedded: Embedded) -> None:
    async with installation(embedded, "rights", Shape(servers=2)) as place:
        world = place.world
        officer = await world.new_staff("district", district="徐汇区")
        callers = at_both(place, officer)
        assert await statuses(callers) == [200, 200]
        said = await staff(world, "disable", "--username", officer.name, *WHY)
        assert said.status == 0, said
        assert await statuses(callers) == [401, 401]

        assert (await staff(world, "enable", "--username", officer.name, *WHY)).status == 0
        back = await Person.as_staff(world.anyone, officer.name, STAFF_PASSWORD)
        callers = at_both(place, back)
        assert await statuses(callers) == [200, 200]
        await place.kill("valkey")
        said = await staff(world, "disable", "--username", officer.name, *WHY)
        assert (said.status, "最迟 30 秒后生效" in said.out) == (0, True), said
        assert await statuses(callers) == [401, 401]

        if not PROVING:  # what follows waits half a minute for a cache
            return
        # Redis comes back with what it had written: the login as it was before.
        await place.start("valkey")

        async def out() -> bool:
            return await statuses(callers) == [401, 401]

        await until(out, "both forget the login", CACHED_S + 15)
