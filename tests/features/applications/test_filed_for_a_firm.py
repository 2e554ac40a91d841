"""What a platform filed under a firm's code is for its verified people alone."""

from uuid import UUID

import pytest

from tests.features.applications.filed import filed, filed_and_verified
from tests.world.accounts import add_grant
from tests.world.application import World
from tests.world.client import particulars


async def test_who_only_registered_the_firm_is_shown_nothing_of_it(world: World) -> None:
    owner = await world.sme()
    application = await filed(world, owner, world.edition)
    where = f"/applications/{application['id']}"
    paper = f"{where}/evidence/{application['evidence'][0]['id']}"
    (await owner.get(where)).refused(404, "not_found")
    (await owner.get(f"{where}/decision")).refused(404, "not_found")
    (await owner.get(f"{paper}/content")).refused(404, "not_found")
    (await owner.delete(paper)).refused(404, "not_found")
    (await owner.upload(application["id"], "invoice")).refused(404, "not_found")
    assert (await owner.get("/applications")).ok()["items"] == []


@pytest.mark.parametrize("act", ["submit", "withdraw", "confirm"])
async def test_nor_may_they_act_on_it(world: World, act: str) -> None:
    owner = await world.sme()
    application = await filed(world, owner, world.edition)
    where = f"/applications/{application['id']}"
    (await owner.post(f"{where}/{act}")).refused(404, "not_found")
    body, headers = particulars(application), {"If-Match": f'"{application["version"]}"'}
    (await owner.put(f"{where}/particulars", body, headers=headers)).refused(404, "not_found")


async def test_once_verified_they_see_it(world: World) -> None:
    owner = await world.sme()
    application = await filed_and_verified(world, owner, world.edition)
    where = f"/applications/{application['id']}"
    assert (await owner.get(where)).ok()["number"] == application["number"]
    assert [one["id"] for one in (await owner.get("/applications")).ok()["items"]] == [
        application["id"]
    ]
    paper = application["evidence"][0]["id"]
    assert (await owner.get(f"{where}/evidence/{paper}/content")).status == 200
    (await owner.post(f"{where}/confirm")).ok()


async def test_who_acts_for_the_platform_says_no_yes_for_the_firm(world: World) -> None:
    owner = await world.sme()
    application = await filed_and_verified(world, owner, world.edition)
    (platform,) = await world.fetch(
        "SELECT organisation_id FROM platforms WHERE id = $1", UUID(application["platform"]["id"])
    )
    await add_grant(world, owner, "platform", platform["organisation_id"])
    answer = await owner.post(f"/applications/{application['id']}/confirm")
    answer.refused(403, "conflict_of_interest")
