"""Whose grants reach the files of a programme: its authority's, as it is and as the files name it."""

from tests.features.programme_files.city import City, act, operators, propose, published
from tests.world.application import World
from tests.world.client import Person

DEARER = ("value = 20\n", "value = 30\n")


async def of_programme(world: World, code: str) -> Person:
    return await world.new_staff("authority", programme_code=code)


async def test_another_authority_finds_nothing(world: World) -> None:
    city, other = City(), City()
    await published(world, city)
    await published(world, other)
    own, stranger = await of_programme(world, city.code), await of_programme(world, other.code)
    made = (await propose(own, city, DEARER)).ok(201)
    path = f"/programme-files/{made['id']}"
    (await stranger.get(path)).refused(404, "not_found")
    for verb in ("publish", "refuse", "withdraw"):
        (await act(stranger, made, verb, reason="x")).refused(404, "not_found")
    (await stranger.get(f"/programme-files/in-force/{city.edition}")).refused(404, "not_found")
    seen = (await stranger.get("/programme-files")).ok()["items"]
    assert {one["programme"] for one in seen} == {other.code}
    (await propose(stranger, city, DEARER)).refused(403, "programme_out_of_reach")
    # The same by somebody whom it concerns.
    second = await of_programme(world, city.code)
    assert [
        one["id"]
        for one in (await second.get("/programme-files", params={"state": "proposed"})).ok()[
            "items"
        ]
    ] == [made["id"]]
    (await act(second, made, "publish")).ok()


async def test_a_new_programme_is_proposed_by_who_is_not_narrowed_to_one(world: World) -> None:
    city, new = City(), City()
    await published(world, city)
    narrow = await of_programme(world, city.code)
    (await propose(narrow, new)).refused(403, "programme_out_of_reach")
    (row,) = await world.fetch("SELECT authority_id FROM programmes WHERE code = $1", city.code)
    # Of the same authority, for all of its programmes: but only in its own name.
    wide = [
        await world.new_staff("authority", organisation_id=row["authority_id"]) for _ in range(2)
    ]
    (await propose(wide[0], new)).refused(403, "programme_out_of_reach")
    own_name = (new.commission, city.commission)
    made = (await propose(wide[0], new, own_name)).ok(201)
    assert made["first"]
    stranger = await of_programme(world, city.code)
    (await stranger.get(f"/programme-files/{made['id']}")).refused(404, "not_found")
    (await act(wide[1], made, "publish")).ok()


async def test_a_programme_is_not_given_to_another_authority(world: World) -> None:
    city = City()
    await published(world, city)
    own, second = await of_programme(world, city.code), await of_programme(world, city.code)
    given = (city.commission, "别的委员会")
    (await propose(own, city, given)).refused(403, "programme_out_of_reach")
    # Proposed by the operator, one of the authority may refuse it but not let it through.
    first, _ = await operators(world)
    made = (await propose(first, city, given)).ok(201)
    assert (await second.get(f"/programme-files/{made['id']}")).ok()["allowed"] == ["refuse"]
    (await act(second, made, "publish")).refused(403, "programme_out_of_reach")
    (await act(second, made, "refuse", reason="主管部门没有变")).ok()


async def test_a_district_and_an_edition_of_another_year_are_not_enough(world: World) -> None:
    city = City()
    await published(world, city)
    part = await world.new_staff("authority", programme_code=city.code, district="浦东新区")
    (await propose(part, city, DEARER)).refused(403, "programme_out_of_reach")
    year = await world.new_staff("authority", edition_code=city.edition)
    (await propose(year, city, ("2031", "2032"))).refused(403, "programme_out_of_reach")
    (await propose(year, city, DEARER)).ok(201)


async def test_an_inspector_reads_and_does_nothing(world: World) -> None:
    city = City()
    await published(world, city)
    first, _ = await operators(world)
    made = (await propose(first, city, DEARER)).ok(201)
    inspector = await world.new_staff("inspector", programme_code=city.code)
    seen = (await inspector.get(f"/programme-files/{made['id']}")).ok()
    assert seen["allowed"] == []
    assert seen["next"] != ""
    (await act(inspector, made, "publish")).refused(403, "forbidden")
    (await inspector.post("/programme-files/check", city.files())).refused(403, "forbidden")
    (await act(first, made, "withdraw")).ok()
