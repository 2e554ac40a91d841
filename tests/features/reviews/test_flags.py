"""What a reviewer is told to look at twice."""

from typing import Any

from tests.features.reviews.seen_flags import beside_the_firm, flags
from tests.world.application import World
from tests.world.client import Person
from tests.world.papers import pdf


async def with_contract(
    world: World, owner: Person, paper: bytes, **changes: Any
) -> dict[str, Any]:
    edition = await world.publish()
    application = await owner.fill_in(await owner.draft(edition), **changes)
    (await owner.upload(application["id"], "service_contract", paper)).ok(201)
    for missing in application["missing"]:
        if missing["kind"] != "service_contract":
            (await owner.upload(application["id"], missing["kind"])).ok(201)
    return dict((await owner.post(f"/applications/{application['id']}/submit")).ok())


async def test_an_ordinary_application_has_none(world: World) -> None:
    edition = await world.publish()
    application = await (await world.sme()).submitted(edition)
    assert await beside_the_firm(world, application) == {}


async def test_the_same_paper_and_contract_elsewhere(world: World) -> None:
    paper = pdf("the same contract twice")
    first = await with_contract(world, await world.sme(), paper, contract_no="HT-SAME-77")
    second = await with_contract(world, await world.sme(), paper, contract_no="HT-SAME-77")
    found = await flags(world, second)
    assert found["same_file"] == [first["number"]]
    assert found["same_contract"] == [first["number"]]


async def test_what_the_firm_gave_up_itself_does_not_count(world: World) -> None:
    paper, owner = pdf("handed in again after a withdrawal"), await world.sme()
    first = await with_contract(world, owner, paper, contract_no="HT-AGAIN-78")
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    draft = await owner.draft(first["edition"], enterprise_id=first["enterprise"]["id"])
    application = await owner.fill_in(draft, contract_no="HT-AGAIN-78")
    (await owner.upload(application["id"], "service_contract", paper)).ok(201)
    for missing in application["missing"]:
        if missing["kind"] != "service_contract":
            (await owner.upload(application["id"], missing["kind"])).ok(201)
    second = (await owner.post(f"/applications/{application['id']}/submit")).ok()
    assert await beside_the_firm(world, second) == {}


async def test_figures_that_stand_out(world: World) -> None:
    edition = await world.publish()
    # At 40 % the cap of 20 000 yuan is reached by a fee of 50 000 yuan exactly.
    application = await (await world.sme()).submitted(
        edition, fee_fen=5_000_000, paid_fen=5_000_000
    )
    found = await flags(world, application)
    assert found["fee_at_cap"] == ["50,000"]
    assert found["fee_differs"][0] == "50,000"
    assert len(found["fee_differs"]) == 2


async def test_a_payer_who_is_not_the_firm(world: World) -> None:
    edition = await world.publish()
    application = await (await world.sme()).submitted(edition)
    await world.fetch(
        "UPDATE payments SET payer = '某某商贸有限公司' WHERE application_id::text = $1",
        application["id"],
    )
    assert (await flags(world, application))["payer_differs"] == ["某某商贸有限公司"]
