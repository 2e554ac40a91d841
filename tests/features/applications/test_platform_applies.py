"""Who applies on which track: platforms as the firm that they are, SMEs for theirs."""

from tests.world.application import World
from tests.world.platforms import founded, organisation_of_a_platform, profile, taking_part


async def test_a_platform_applies_as_its_own_firm(world: World) -> None:
    own = await founded(world)
    body = {"edition": world.edition, "track": "platform"}
    made = (await own.staff.post("/applications", body)).ok(201)
    assert made["enterprise"]["id"] == own.firm["enterprise_id"]
    assert (made["platform"]["id"], made["plan"]) == (own.platform_id, None)
    assert {missing["kind"] for missing in made["missing"]} >= {"application_report"}
    paper = (await own.staff.upload(made["id"], "business_licence")).ok(201)
    assert paper["kind"] == "business_licence"
    (listed,) = (await own.staff.get("/applications")).ok()["items"]
    assert listed["id"] == made["id"]
    (await own.staff.get(f"/applications/{made['id']}/decision")).ok()
    done = (await own.staff.post(f"/applications/{made['id']}/withdraw")).ok()
    assert done["status"] == "withdrawn"


async def test_without_its_firm_it_is_told_what_to_do(world: World) -> None:
    staff = await world.staff("platform", organisation_id=await organisation_of_a_platform(world))
    body = {"edition": world.edition, "track": "platform"}
    (await staff.post("/applications", body)).refused(409, "no_firm")
    (await staff.put("/platform", profile())).ok()
    problem = (await staff.post("/applications", body)).refused(409, "no_firm")
    assert "统一社会信用代码" in problem["title"]


async def test_an_owner_applies_with_their_firm_before_it_is_a_platform(world: World) -> None:
    owner = await world.sme()
    firm = await owner.enterprise()
    body = {"edition": world.edition, "track": "platform", "enterprise_id": firm["id"]}
    made = (await owner.post("/applications", body)).ok(201)
    assert (made["enterprise"]["id"], made["platform"]) == (firm["id"], None)


async def test_each_track_has_its_applicant(world: World) -> None:
    edition = await world.publish()
    own, owner = await taking_part(world, edition, "copay"), await world.sme()
    for firm in ({}, {"enterprise_id": own.firm["enterprise_id"]}):
        body = {"edition": edition, "track": "copay", **firm}
        answer = await own.staff.post("/applications", body)
        answer.refused(422, "invalid")
        assert answer.reasons() == {("track", "wrong_applicant")}
    for track in ("copay", "platform", "expansion"):
        answer = await owner.post("/applications", {"edition": edition, "track": track})
        answer.refused(422, "invalid")
        assert answer.reasons() == {("enterprise_id", "required")}


async def test_nobody_applies_with_somebody_elses_firm(world: World) -> None:
    own, other, owner = await founded(world), await founded(world), await world.sme()
    body = {"edition": world.edition, "track": "platform"}
    foreign = body | {"enterprise_id": other.firm["enterprise_id"]}
    (await own.staff.post("/applications", foreign)).refused(404, "not_found")
    (await owner.post("/applications", foreign)).refused(404, "not_found")
    named = body | {"platform_id": other.platform_id}
    answer = await own.staff.post("/applications", named)
    assert answer.reasons() == {("platform_id", "not_own")}


async def test_mode_two_is_for_those_who_take_part_in_it(world: World) -> None:
    edition = await world.publish()
    one, two = await taking_part(world, edition, "copay"), await founded(world)
    body = {"edition": edition, "track": "expansion"}
    for own in (one, two):
        answer = await own.staff.post("/applications", body)
        answer.refused(422, "invalid")
        assert answer.reasons() == {("platform_id", "not_participating")}
        assert answer.body["errors"][0]["cite"] == "三"
    both = await taking_part(world, edition, "copay", "expansion")
    made = (await both.staff.post("/applications", body)).ok(201)
    assert made["platform"]["id"] == both.platform_id


async def test_facts_that_follow_from_the_list_are_not_stated(world: World) -> None:
    edition = await world.publish()
    own = await taking_part(world, edition, "expansion")
    body = {"edition": edition, "track": "expansion", "facts": {"new_client_count": 3}}
    answer = await own.staff.post("/applications", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("facts.new_client_count", "derived")}
