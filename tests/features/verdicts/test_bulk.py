"""Many in one call: each stands for itself."""

from typing import Any

import pytest

from server.errors import NotFound
from tests.world.application import World
from tests.world.review_steps import BULK_AUDIT, platform_of, review_of, shown

STRANGER = "0199a5c4-0000-7000-8000-000000000000"


async def test_many_are_endorsed_and_passed_at_once(world: World) -> None:
    edition = await world.publish()
    owner = await world.sme()
    applications = [await owner.submitted(edition) for _ in range(3)]
    ids = [application["id"] for application in applications]
    person = await platform_of(world, applications[0])
    body = {"ids": [ids[0], STRANGER, *ids[1:]], "verdict": "pass", "comment": "同意"}
    results = (await person.post("/platform/applications/endorse", body)).ok()["results"]
    numbers = [application["number"] for application in applications]
    missing = {"id": STRANGER, "ok": False, "code": "not_found", "message": NotFound.title.zh}
    passed = [
        {"id": one, "ok": True, "number": number} for one, number in zip(ids, numbers, strict=True)
    ]
    assert results == [passed[0], missing, *passed[1:]]
    again = (await person.post("/platform/applications/endorse", body)).ok()["results"]
    codes = [result.get("code") for result in again]
    assert codes == ["already_decided", "not_found", "already_decided", "already_decided"]
    assert [again[at].get("number") for at in (0, 2, 3)] == numbers
    assert all(result["message"] for result in again)

    auditor = await world.staff("auditor")
    reviews = [await review_of(auditor, application, "audit") for application in applications]
    passing = {"ids": [review["id"] for review in reviews][::-1], **BULK_AUDIT}
    results = (await auditor.post("/reviews/decide", passing)).ok()["results"]
    assert [result["id"] for result in results] == passing["ids"]
    assert [result["ok"] for result in results] == [True, True, True]
    for application in applications:
        seen = await shown(owner, application)
        assert (seen["stage"], seen["queue"]["state"]) == ("approve", "locked")
    (row,) = await world.fetch(
        "SELECT bool_or(out_of_order) AS any FROM reviews r JOIN applications a"
        " ON a.id = r.application_id WHERE a.edition_id = $1",
        edition,
    )
    assert row["any"] is False, "in key order nothing is passed over"


async def test_one_that_a_colleague_holds_stops_no_other(world: World) -> None:
    edition = await world.publish()
    owner = await world.sme()
    applications = [await owner.submitted(edition) for _ in range(2)]
    person = await platform_of(world, applications[0])
    ids = [application["id"] for application in applications]
    await person.post("/platform/applications/endorse", {"ids": ids, "verdict": "pass"})
    auditor, colleague = await world.staff("auditor"), await world.new_staff("auditor")
    reviews = [await review_of(auditor, application, "audit") for application in applications]
    (await colleague.post(f"/reviews/{reviews[0]['id']}/take")).ok()
    body = {"ids": [review["id"] for review in reviews], **BULK_AUDIT}
    results = (await auditor.post("/reviews/decide", body)).ok()["results"]
    assert [result.get("code") for result in results] == ["taken", None]


@pytest.mark.parametrize(
    "body",
    [
        {"ids": [STRANGER] * 501, "verdict": "pass"},
        {"ids": [], "verdict": "pass"},
        {"ids": [STRANGER], "verdict": "reject"},
        {"ids": ["no-id"], "verdict": "pass"},
    ],
)
async def test_bulk_takes_at_most_five_hundred_and_only_passes(
    world: World, body: dict[str, Any]
) -> None:
    auditor = await world.staff("auditor")
    (await auditor.post("/reviews/decide", body)).refused(422, "invalid")
