"""Two programmes recognise one firm at the same moment: it becomes one platform."""

import asyncio
from uuid import UUID

from models.rules.reasons import Text
from models.rules.terms.recognition import RecognitionTerms
from models.tables.applications import Application
from models.tables.enterprises import Enterprise
from server.features.recognitions.holder import platform_of
from storage.postgres.core.transaction import transaction
from storage.postgres.participations import join_tracks
from tests.world.application import World

TERMS = RecognitionTerms(Text("平台企业", "Platform"), "year", platform=True)


async def test_the_second_decision_finds_what_the_first_made(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    firms = [UUID((await owner.enterprise())["id"]) for _ in range(3)]
    async with world.as_owner():
        for firm_id in firms:
            made = await asyncio.gather(*(_recognised(world, firm_id, edition) for _ in range(2)))
            assert made[0] == made[1]
    rows = await world.fetch(
        "SELECT count(*) AS many FROM participations t JOIN platforms p ON p.id = t.platform_id"
        " WHERE p.enterprise_id = ANY($1) AND t.withdrawn_at IS NULL",
        firms,
    )
    assert rows[0]["many"] == len(firms)


async def _recognised(world: World, firm_id: UUID, edition: str) -> UUID:
    now = world.ports.clock.now()
    async with transaction() as tx:
        firm = await Enterprise.get(id=firm_id, using_db=tx.connection)
        platform = await platform_of(tx, Application(facts={}), firm, TERMS, now=now)
        await join_tracks(tx, platform.id, edition, ["platform"], at=now)
    found: UUID = platform.id
    return found
