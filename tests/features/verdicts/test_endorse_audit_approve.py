"""An application through endorsement, audit and approval, as each party sees it."""

from uuid import UUID

from tests.world.application import World
from tests.world.review_steps import (
    AUDIT_PASS,
    PASS,
    approved,
    audited,
    decide,
    endorse,
    events,
    platform_of,
    shown,
)


async def test_from_submitted_to_payable(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    assert (application["status"], application["stage"]) == ("in_review", "endorse")

    endorsed = (await endorse(world, application, comment="已核对合同原件")).ok()
    assert (endorsed["status"], endorsed["stage"]) == ("in_review", "audit")

    auditor = await world.staff("auditor")
    review = (await decide(auditor, application, "audit", AUDIT_PASS)).ok()
    assert (review["state"], review["verdict"]) == ("done", "pass")
    assert review["application"]["stage"] == "approve"
    assert review["application"]["queue"]["state"] == "locked"

    authority = await world.staff("authority")
    review = (await decide(authority, application, "approve", PASS)).ok()
    assert review["application"]["status"] == "payable"

    seen = await shown(owner, application)
    assert (seen["status"], seen["stage"], seen["queue"]["state"]) == (
        "payable",
        "payout",
        "locked",
    )
    assert events(seen)[-7:] == [
        "review.taken",
        "endorse.passed",
        "review.taken",
        "audit.passed",
        "review.taken",
        "approve.passed",
        "payable",
    ]
    comments = {entry["event"]: entry["comment"] for entry in seen["timeline"]}
    assert comments["endorse.passed"] == "已核对合同原件"
    assert comments["audit.passed"] == "材料齐全"


async def test_a_decision_is_pinned_and_told(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    review = await approved(world, application)
    (pinned,) = await world.fetch(
        "SELECT application_version, evidence_hashes::text AS hashes, decided_for_id"
        "  FROM reviews WHERE id = $1",
        UUID(review["id"]),
    )
    papers = (await shown(owner, application))["evidence"]
    assert papers
    assert all(paper["sha256"] in pinned["hashes"] for paper in papers)
    assert pinned["application_version"] == application["version"] + 2
    assert pinned["decided_for_id"] is not None
    (told,) = await world.fetch(
        "SELECT count(*) AS n FROM notifications WHERE application_id = $1"
        " AND event = 'application.approved'",
        UUID(application["id"]),
    )
    assert told["n"] == 1


async def test_a_repeat_under_one_key_shows_the_same(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    person = await platform_of(world, application)
    path = f"/platform/applications/{application['id']}/endorse"
    headers = {"Idempotency-Key": f"endorse-{application['id']}"}
    first = (await person.post(path, PASS, headers=headers)).ok()
    again = (await person.post(path, PASS, headers=headers)).ok()
    assert (first["id"], again["id"]) == (application["id"], application["id"])
    (await person.post(path, PASS)).refused(409, "already_decided")


async def test_the_platform_sees_its_clients_only(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    draft = await owner.draft(world.edition)
    person = await platform_of(world, application)
    query = {"q": application["number"]}
    items = (await person.get("/platform/applications", params=query)).ok()["items"]
    assert [item["id"] for item in items] == [application["id"]]
    assert (await person.get(f"/platform/applications/{application['id']}")).ok()["evidence"]
    (await person.get(f"/platform/applications/{draft['id']}")).refused(404, "not_found")

    rows = await world.fetch(
        "SELECT id FROM platforms WHERE id <> $1 LIMIT 1", UUID(application["platform"]["id"])
    )
    other = await world.staff("platform", platform_id=rows[0]["id"])
    (await other.get(f"/platform/applications/{application['id']}")).refused(404, "not_found")
    path = f"/platform/applications/{application['id']}/endorse"
    (await other.post(path, PASS)).refused(404, "not_found")
    assert (await other.get("/platform/applications", params=query)).ok()["items"] == []


async def test_clients_come_in_pages_and_narrowed(world: World) -> None:
    edition = await world.publish()
    owner = await world.sme()
    first = await owner.submitted(edition)
    numbers = [(await owner.submitted(edition))["number"] for _ in range(3)]
    person = await platform_of(world, first)
    (await endorse(world, first)).ok()
    seen, query = [], {"limit": "2", "stage": "endorse", "status": "in_review"}
    while True:
        page = (await person.get("/platform/applications", params=query)).ok()
        assert len(page["items"]) <= 2
        seen += [item["number"] for item in page["items"] if item["edition"] == edition]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == numbers[::-1]


async def test_the_same_step_is_not_decided_twice(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    review = await audited(world, application)
    auditor = await world.staff("auditor")
    answer = await auditor.post(f"/reviews/{review['id']}/decide", AUDIT_PASS)
    answer.refused(409, "already_decided")
    (await auditor.post(f"/reviews/{review['id']}/take")).refused(409, "already_decided")
