"""Nobody acts outside their grant, in another role, or on their own organisation."""

from typing import Any
from uuid import UUID

from models.tables.ids import new_id
from tests.world.accounts import add_grant
from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import AUDIT_PASS, PASS, decide, endorse, review_of


async def at_audit(world: World, **changes: Any) -> tuple[Person, dict[str, Any], dict[str, Any]]:
    """The owner, an application that was endorsed, and its review."""
    owner = await world.sme()
    enterprise = await owner.enterprise(**changes)
    application = await owner.submitted(world.edition, enterprise_id=enterprise["id"])
    (await endorse(world, application)).ok()
    review = await review_of(await world.staff("auditor"), application, "audit")
    return owner, application, review


async def test_outside_the_grant_nothing_is_found(world: World) -> None:
    other = await world.publish()
    _, application, review = await at_audit(world, district="浦东新区")
    outside = [
        await world.staff("auditor", edition_code=other),
        await world.staff("auditor", district="徐汇区"),
        await world.staff("district", district="徐汇区"),
        await world.staff("authority"),
        await world.staff("expert"),
    ]
    for person in outside:
        for act, body in (("take", None), ("release", None), ("decide", AUDIT_PASS)):
            answer = await person.post(f"/reviews/{review['id']}/{act}", body)
            answer.refused(404, "not_found")
        (await person.get(f"/reviews/{review['id']}")).refused(404, "not_found")
        query = {"q": application["number"]}
        assert (await person.get("/reviews", params=query)).ok()["items"] == []
        body = {"ids": [review["id"]], "verdict": "pass"}
        results = (await person.post("/reviews/decide", body)).ok()["results"]
        (result,) = results
        assert (result["code"], result.get("number")) == ("not_found", None)
    inside = [
        await world.staff("auditor", district="浦东新区"),
        await world.staff("auditor", edition_code=world.edition),
    ]
    for person in inside:
        (await person.get(f"/reviews/{review['id']}")).ok()


async def test_each_role_at_each_door(world: World) -> None:
    owner, application, review = await at_audit(world)
    platform = await world.staff("platform", platform_id=application["platform"]["id"])
    inspector, admin = await world.staff("inspector"), await world.staff("admin")
    acts = [
        (f"/reviews/{review['id']}/take", {}),
        (f"/reviews/{review['id']}/release", {}),
        (f"/reviews/{review['id']}/decide", AUDIT_PASS),
        ("/reviews/decide", {"ids": [review["id"]], "verdict": "pass"}),
    ]
    for person in (owner, platform, inspector, admin):
        for path, body in acts:
            (await person.post(path, body)).refused(403, "forbidden")
    for person in (owner, platform, admin):
        (await person.get("/reviews")).refused(403, "forbidden")
        (await person.get(f"/reviews/{review['id']}")).refused(403, "forbidden")
    seen = (await inspector.get(f"/reviews/{review['id']}")).ok()
    assert seen["application"]["id"] == application["id"]
    for path, body in acts:
        (await world.anyone.post(path, body)).refused(401, "unauthenticated")
    auditor = await world.staff("auditor")
    doors = (
        f"/platform/applications/{application['id']}/endorse",
        "/platform/applications/endorse",
    )
    for person in (owner, auditor, inspector, admin):
        for path in doors:
            (await person.post(path, PASS)).refused(403, "forbidden")
        (await person.get("/platform/applications")).refused(403, "forbidden")


async def test_nobody_reviews_their_own_clients(world: World) -> None:
    _, application, review = await at_audit(world)
    auditor = await world.new_staff("auditor")
    (await auditor.get(f"/reviews/{review['id']}")).ok()
    (row,) = await world.fetch(
        "SELECT organisation_id FROM platforms WHERE id = $1", UUID(application["platform"]["id"])
    )
    await add_grant(world, auditor, "platform", row["organisation_id"])
    again = await Person.as_staff(world.anyone, auditor.name, "Correct-Horse-9")
    for act, body in (("take", None), ("decide", AUDIT_PASS)):
        answer = await again.post(f"/reviews/{review['id']}/{act}", body)
        answer.refused(403, "conflict_of_interest")
    body = {"ids": [review["id"]], "verdict": "pass"}
    results = (await again.post("/reviews/decide", body)).ok()["results"]
    assert results[0]["code"] == "conflict_of_interest"


async def test_no_reviewer_whom_the_platform_itself_sent(world: World) -> None:
    _, application, review = await at_audit(world)
    sent = await world.staff("auditor", platform_id=application["platform"]["id"])
    answer = await sent.post(f"/reviews/{review['id']}/decide", AUDIT_PASS)
    answer.refused(403, "conflict_of_interest")
    (await decide(await world.staff("auditor"), application, "audit", AUDIT_PASS)).ok()


async def test_nobody_acts_on_their_own_firm(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    platform = await world.new_staff("platform", platform_id=application["platform"]["id"])
    await world.fetch(
        "INSERT INTO enterprise_members (id, enterprise_id, user_id, role, joined_at)"
        " VALUES ($1, $2, $3, 'staff', now())",
        new_id(),
        UUID(application["enterprise"]["id"]),
        UUID(platform.user["id"]),
    )
    path = f"/platform/applications/{application['id']}/endorse"
    (await platform.post(path, PASS)).refused(403, "conflict_of_interest")
    body = {"ids": [application["id"]], "verdict": "pass"}
    results = (await platform.post("/platform/applications/endorse", body)).ok()["results"]
    (result,) = results
    assert (result["code"], result["number"]) == ("conflict_of_interest", application["number"])
    (await endorse(world, application)).ok()


async def test_an_unknown_id_and_another_firms_look_alike(world: World) -> None:
    _, _, review = await at_audit(world)
    outsider = await world.staff("auditor", district="徐汇区")
    unknown = (await outsider.post(f"/reviews/{new_id()}/decide", AUDIT_PASS)).body
    known = (await outsider.post(f"/reviews/{review['id']}/decide", AUDIT_PASS)).body
    for body in (unknown, known):
        del body["request_id"]
    assert unknown == known
    auditor = await world.staff("auditor")
    (await auditor.post("/reviews/no-id/take")).refused(404, "not_found")


async def test_a_grant_of_another_edition_does_not_reach_this_one(world: World) -> None:
    _, application, review = await at_audit(world)
    auditor = await world.staff("auditor")
    (await decide(auditor, application, "audit", AUDIT_PASS)).ok()
    other = await world.publish()
    outside = await world.staff("authority", edition_code=other)
    inside = await world.staff("authority", edition_code=world.edition)
    approving = await review_of(inside, application, "approve")
    assert approving["id"] != review["id"]
    (await outside.post(f"/reviews/{approving['id']}/decide", PASS)).refused(404, "not_found")
    (await inside.post(f"/reviews/{approving['id']}/decide", PASS)).ok()
