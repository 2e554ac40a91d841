"""Rows from before districts were options get the stored form; what is none is without an officer."""

import importlib
from types import SimpleNamespace

from tortoise import connections

from tests.world.application import World

MIGRATION = importlib.import_module("models.migrations.0010_places")


async def test_known_ways_of_writing_are_carried_over(world: World) -> None:
    owner, edition = await world.sme(), await world.publish()
    known, unknown = await owner.enterprise(), await owner.enterprise()
    made = await owner.submitted(edition, enterprise_id=known["id"])
    for firm, district in ((known, "浦东"), (unknown, "某某镇")):
        await world.fetch(
            "UPDATE enterprises SET district = $2, registered_city = '上海', sector = '制造'"
            " WHERE id::text = $1",
            firm["id"],
            district,
        )
    await world.fetch("UPDATE applications SET district = '浦东' WHERE id::text = $1", made["id"])

    async with world.as_owner():
        await MIGRATION.to_one_form(None, SimpleNamespace(client=connections.get("default")))

    firms = {one["id"]: one for one in (await owner.get("/enterprises")).ok()["items"]}
    place = ("district", "registered_city", "sector")
    assert [firms[known["id"]][name] for name in place] == ["浦东新区", "上海市", "制造业"]
    assert [firms[unknown["id"]][name] for name in place] == ["某某镇", "上海市", "制造业"]
    rows = await world.fetch("SELECT district FROM applications WHERE id::text = $1", made["id"])
    assert rows[0]["district"] == "浦东新区"
