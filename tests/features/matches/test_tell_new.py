"""Firms are told once of an edition that opens and may fit them; others are not told."""

from dataclasses import replace
from datetime import timedelta

from server.features.matches.tell_new import tell_new_editions
from server.features.programmes.publish import publish_editions
from tests.features.enterprises.firm_of_two import told
from tests.features.matches.every_city import open_now
from tests.world.application import World


async def publish_new(world: World, code: str, *, opens_in: timedelta) -> None:
    definition = open_now("lishui-ecommerce", world.ports.clock.today())
    terms = replace(definition.edition, code=code, opens_at=world.ports.clock.now() + opens_in)
    async with world.as_owner():
        await publish_editions([replace(definition, edition=terms)], clock=world.ports.clock)


async def tell(world: World) -> None:
    async with world.as_owner():
        await tell_new_editions(clock=world.ports.clock)


async def test_once_when_it_opens_and_only_whom_it_may_fit(world: World) -> None:
    await tell(world)
    near, far = await world.sme(), await world.sme()
    firm = await near.enterprise(district="莲都区", registered_city="丽水市")
    await far.enterprise()
    await publish_new(world, "lishui-news-2026", opens_in=timedelta(hours=1))
    await tell(world)
    assert await told(near, "edition.fits") == [], "it is not open yet"

    world.clock.ahead += timedelta(hours=2)
    try:
        for _ in range(2):
            await tell(world)
        (body,) = await told(near, "edition.fits")
        assert firm["name"] in body
        assert await told(far, "edition.fits") == []
        # Cut off before its end it begins anew, and tells nobody twice.
        await world.fetch("UPDATE editions SET told_at = NULL WHERE code = 'lishui-news-2026'")
        late = await world.sme()
        await late.enterprise(district="莲都区", registered_city="丽水市")
        await tell(world)
        assert len(await told(near, "edition.fits")) == 1
        assert len(await told(late, "edition.fits")) == 1
    finally:
        world.clock.ahead -= timedelta(hours=2)
