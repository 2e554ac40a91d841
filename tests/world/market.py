"""A world with nothing but the demonstration, the edition of 2019, and thirty platforms."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

import pytest_asyncio

from server.errors import NotFound
from server.features.platforms.seed import seed_platforms
from server.features.programmes.current import TrackRules
from server.features.programmes.publish import publish_editions
from server.features.programmes.published import get_edition
from tests.world.application import World
from tests.world.bare import apart, forget
from tests.world.client import Client
from tests.world.servers import Embedded
from tests.world.shipped import compiled, demo_platforms

EXHAUSTED: set[str] = set()
"""Editions for whose money somebody waits."""
_SECOND_GRANT = """
INSERT INTO grants (id, user_id, organisation_id, role, valid_from)
SELECT gen_random_uuid(), $1, organisation_id, 'platform', now() FROM platforms WHERE id = $2
"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def market(embedded: Embedded) -> AsyncIterator[World]:
    """The same for all tests of a module."""
    EXHAUSTED.clear()
    shared = {"track_rules": _track_rules, "exhausted_among": _exhausted_among}
    async with apart(embedded, "market", ports=shared) as world:
        clock, ports = world.ports.clock, world.ports
        definitions = [compiled("demo", clock.today()), compiled("2019", clock.today())]
        world.edition = definitions[0].edition.code
        async with world.as_owner():
            await publish_editions(definitions, clock=clock)
            await seed_platforms(
                demo_platforms(), world.edition, keyring=ports.keyring, clock=clock
            )
        yield world


async def _track_rules(code: str, track_code: str) -> TrackRules:
    definition = (await get_edition(code)).definition
    track = definition.find_track(track_code)
    if track is None:
        raise NotFound()
    return TrackRules(definition, track)


async def _exhausted_among(editions: Sequence[str]) -> frozenset[str]:
    return EXHAUSTED.intersection(editions)


async def read(market: World, path: str, **query: str) -> Any:
    """The JSON of a successful read by nobody in particular."""
    return (await market.anyone.get(path, params=query)).ok()


async def id_of(market: World, name: str) -> UUID:
    rows = await market.fetch("SELECT id FROM platforms WHERE name = $1", name)
    found: UUID = rows[0]["id"]
    return found


async def acting_for(market: World, *names: str) -> Client:
    """Somebody who acts for the platforms of these names; without any, an SME."""
    if not names:
        return await market.sme()
    first, *more = [await id_of(market, name) for name in names]
    person = (
        await market.staff("platform", platform_id=first)
        if not more
        else (await market.new_staff("platform", platform_id=first))
    )
    for platform_id in more:
        await market.fetch(_SECOND_GRANT, person.id, platform_id)
    if more:
        # What the login cached holds one grant only.
        await forget(market)
    return person
