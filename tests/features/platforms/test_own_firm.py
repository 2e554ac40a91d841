"""A platform says which firm it is; its staff, and nobody else, act for that firm."""

import asyncio
from uuid import UUID

from server.worker import loops
from tests.world.application import World
from tests.world.client import firm, uscc
from tests.world.platforms import (
    firm_named,
    founded,
    organisation_of_a_platform,
    payee,
    profile,
)


async def test_the_first_profile_founds_the_platform(world: World) -> None:
    organisation_id = await organisation_of_a_platform(world)
    staff = await world.staff("platform", organisation_id=organisation_id)
    (await staff.get("/platform")).refused(404, "not_found")
    body = profile(payee=payee(f"平台机构{organisation_id}"))
    made = (await staff.put("/platform", body)).ok()
    assert (made["uscc"], made["enterprise_id"], made["participations"]) == (None, None, [])
    assert made["payee"]["account"] == "***************0123"
    shown = (await staff.get("/platform")).ok()
    assert shown["id"] == made["id"]
    found = (
        await world.anyone.get(f"/programmes/{world.edition}/platforms", params={"q": body["name"]})
    ).ok()
    assert found["items"] == []


async def test_two_first_profiles_at_once_found_one_platform(world: World) -> None:
    organisation_id = await organisation_of_a_platform(world)
    people = [await world.new_staff("platform", organisation_id=organisation_id) for _ in range(3)]
    answers = await asyncio.gather(*(person.put("/platform", profile()) for person in people))
    assert len({answer.ok()["id"] for answer in answers}) == 1


async def test_staff_of_something_else_found_nothing(world: World) -> None:
    (row,) = await world.fetch("SELECT id FROM organisations WHERE kind = 'authority' LIMIT 1")
    stray = await world.staff("platform", organisation_id=row["id"])
    (await stray.put("/platform", profile())).refused(404, "not_found")
    assert not await world.fetch("SELECT 1 FROM platforms WHERE organisation_id = $1", row["id"])


async def test_every_member_of_staff_acts_for_the_firm(world: World) -> None:
    organisation_id = await organisation_of_a_platform(world)
    first = await world.new_staff("platform", organisation_id=organisation_id)
    second = await world.new_staff("platform", organisation_id=organisation_id)
    linked = (await first.put("/platform", profile(**firm_named()))).ok()
    later = await world.new_staff("platform", organisation_id=organisation_id)
    draft = {"edition": world.edition, "track": "platform"}
    made = (await first.post("/applications", draft)).ok(201)
    assert made["enterprise"]["id"] == linked["enterprise_id"]
    assert made["platform"]["id"] == linked["id"]
    for person in (second, later):
        assert (await person.get(f"/applications/{made['id']}")).ok()["id"] == made["id"]
    stranger = (await founded(world)).staff
    (await stranger.get(f"/applications/{made['id']}")).refused(404, "not_found")


async def test_a_grant_that_ended_opens_the_firm_no_more(world: World) -> None:
    own = await founded(world)
    gone = await world.new_staff("platform", organisation_id=own.organisation_id)
    draft = {"edition": world.edition, "track": "platform"}
    made = (await own.staff.post("/applications", draft)).ok(201)
    (await gone.get(f"/applications/{made['id']}")).ok()
    await world.fetch(
        "UPDATE grants SET valid_to = now() - interval '1 minute' WHERE user_id = $1",
        UUID(gone.user["id"]),
    )
    # Whoever keeps the profile next sees to it.
    (await own.staff.put("/platform", profile())).ok()
    rows = await world.fetch(
        "SELECT left_at FROM enterprise_members WHERE user_id = $1", UUID(gone.user["id"])
    )
    assert [row["left_at"] is None for row in rows] == [False]
    (await own.staff.get(f"/applications/{made['id']}")).ok()


async def test_who_left_acts_no_more_without_anybody_seeing_to_it(world: World) -> None:
    own = await founded(world)
    stays, gone, shut = [
        await world.new_staff("platform", organisation_id=own.organisation_id) for _ in range(3)
    ]
    (await own.staff.put("/platform", profile())).ok()
    # Who was its platform's person and is an auditor now still has a door to applications.
    await world.fetch(
        "UPDATE grants SET valid_to = now() - interval '1 minute' WHERE user_id = $1",
        UUID(gone.user["id"]),
    )
    await world.fetch("UPDATE users SET disabled_at = now() WHERE id = $1", UUID(shut.user["id"]))
    rounds = {one.name: one for one in loops(world.ports, world.settings.postgres_dsn)}
    await rounds["platform members"].act()
    for person, acts in ((own.staff, True), (stays, True), (gone, False), (shut, False)):
        rows = await world.fetch(
            "SELECT left_at FROM enterprise_members WHERE user_id = $1", UUID(person.user["id"])
        )
        assert [row["left_at"] is None for row in rows] == [acts]


async def test_the_firm_stays_once_it_is_named(world: World) -> None:
    own = await founded(world)
    same = (await own.staff.put("/platform", profile(uscc=own.firm["uscc"].lower()))).ok()
    assert same["enterprise_id"] == own.firm["enterprise_id"]
    without = (await own.staff.put("/platform", profile())).ok()
    assert without["enterprise_id"] == own.firm["enterprise_id"]
    answer = await own.staff.put("/platform", profile(**firm_named()))
    answer.refused(422, "invalid")
    assert answer.reasons() == {("uscc", "fixed")}


async def test_a_firm_that_others_hold_is_refused(world: World) -> None:
    owner, organisation_id = await world.sme(), await organisation_of_a_platform(world)
    held = await owner.enterprise()
    staff = await world.staff("platform", organisation_id=organisation_id)
    record = firm(uscc=held["uscc"])
    for body in (
        profile(uscc=held["uscc"]),
        profile(uscc=record.pop("uscc"), firm=record),
        profile(uscc=(await founded(world)).firm["uscc"]),
    ):
        (await staff.put("/platform", body)).refused(409, "enterprise_claimed")
    # Nothing of a refused profile stays.
    (await staff.get("/platform")).refused(404, "not_found")
    members = await world.fetch(
        "SELECT user_id FROM enterprise_members m JOIN enterprises e ON e.id = m.enterprise_id"
        " WHERE e.uscc = $1",
        held["uscc"],
    )
    assert [str(row["user_id"]) for row in members] == [owner.user["id"]]


async def test_an_unknown_firm_needs_its_record_and_a_code_that_is_right(world: World) -> None:
    staff = await world.staff("platform", organisation_id=await organisation_of_a_platform(world))
    record = firm_named()["firm"]
    for body, reason in (
        ({"uscc": uscc()}, ("firm", "required")),
        ({"firm": record}, ("uscc", "required")),
        ({"uscc": uscc()[:-1] + "I", "firm": record}, ("uscc", "characters")),
        ({"uscc": uscc()[:-1], "firm": record}, ("uscc", "length")),
        ({"uscc": uscc(), "firm": {**record, "uscc": uscc()}}, ("firm.uscc", "unknown_field")),
    ):
        answer = await staff.put("/platform", profile(**body))
        answer.refused(422, "invalid")
        assert answer.reasons() == {reason}, body


async def test_a_platform_does_not_take_over_a_client_that_nobody_holds(world: World) -> None:
    """It could say yes in the client's place to what it filed itself."""
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    enterprise_id = UUID(application["enterprise"]["id"])
    await world.fetch("DELETE FROM enterprise_members WHERE enterprise_id = $1", enterprise_id)
    (row,) = await world.fetch("SELECT uscc FROM enterprises WHERE id = $1", enterprise_id)
    staff = await world.staff("platform", organisation_id=await organisation_of_a_platform(world))
    answer = await staff.put("/platform", profile(uscc=row["uscc"]))
    answer.refused(409, "enterprise_claimed")


async def test_a_firm_without_people_is_taken_up(world: World) -> None:
    owner = await world.sme()
    known = await owner.enterprise()
    await world.fetch(
        "DELETE FROM enterprise_members WHERE enterprise_id = $1::text::uuid", known["id"]
    )
    staff = await world.staff("platform", organisation_id=await organisation_of_a_platform(world))
    linked = (await staff.put("/platform", profile(uscc=known["uscc"]))).ok()
    assert linked["enterprise_id"] == known["id"]


async def test_who_proves_to_own_the_firm_gets_it_back(world: World) -> None:
    own = await founded(world)
    owner = await world.sme()
    dispute = (
        await owner.post(
            "/enterprises/disputes", {"uscc": own.firm["uscc"], "reason": "这是我的公司"}
        )
    ).ok(201)
    authority = await world.staff("authority")
    verdict = {"verdict": "upheld", "reason": "执照与法人均已核对"}
    (await authority.post(f"/enterprises/disputes/{dispute['id']}/decide", verdict)).ok()
    shown = (await own.staff.get("/platform")).ok()
    assert (shown["uscc"], shown["enterprise_id"]) == (None, None)
    draft = {"edition": world.edition, "track": "platform"}
    (await own.staff.post("/applications", draft)).refused(409, "no_firm")
