"""An audit pass in bulk states every kind of paper, as a single one does, and is seen to be one."""

from typing import Any

from tests.features.verdicts.bulk_steps import reviews_of, states, waiting_for_audit
from tests.features.verdicts.changed_path import with_step
from tests.world.application import World, demo_definition
from tests.world.client import Person
from tests.world.review_steps import AUDIT_PASS, BULK_AUDIT, CHECKLIST, decide, review_of, shown

LESS = {kind: check for kind, check in CHECKLIST.items() if kind != "payment_receipt"}


async def in_bulk(person: Person, ids: list[str], **body: Any) -> list[dict[str, Any]]:
    answer = await person.post("/reviews/decide", {"ids": ids, "verdict": "pass", **body})
    return list(answer.ok()["results"])


async def test_without_a_word_on_the_papers_nothing_passes(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 2)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)
    refused = await in_bulk(auditor, ids, comment="批量")
    assert [(one["code"], one["number"]) for one in refused] == [
        ("invalid", application["number"]) for application in made
    ]
    fields = {error["field"] for error in refused[0]["errors"]}
    assert fields == {f"checklist.{kind}" for kind in CHECKLIST}
    assert "服务协议" in refused[0]["message"]
    assert await states(owner, made) == ["funded", "funded"]
    (one, _) = await in_bulk(auditor, ids, checklist=LESS)
    assert [error["field"] for error in one["errors"]] == ["checklist.payment_receipt"]
    broken = {**CHECKLIST, "payment_receipt": {"ok": False}}
    (one, _) = await in_bulk(auditor, ids, checklist=broken)
    assert [error["code"] for error in one["errors"]] == ["not_ok"]
    assert await states(owner, made) == ["funded", "funded"]


async def test_a_kind_that_nobody_asks_for_is_no_statement(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 1)
    auditor = await world.staff("auditor")
    ids = await reviews_of(auditor, made)
    (one,) = await in_bulk(auditor, ids, checklist={**CHECKLIST, "selfie": {"ok": True}})
    assert [error["field"] for error in one["errors"]] == ["checklist.selfie"]
    # What another track of the same edition asks for is said of that one.
    theirs = {"application_form": {"ok": True}} if "application_form" in _others() else {}
    (one,) = await in_bulk(auditor, ids, checklist={**CHECKLIST, **theirs})
    assert one["ok"]


def _others() -> set[str]:
    tracks = demo_definition().tracks
    return {paper.kind for track in tracks for paper in track.materials} - CHECKLIST.keys()


async def test_whoever_comes_after_sees_that_it_was_bulk(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    together, alone = await waiting_for_audit(world, edition, owner, 2)
    auditor, authority = await world.staff("auditor"), await world.staff("authority")
    ids = await reviews_of(auditor, [together])
    assert [one["ok"] for one in await in_bulk(auditor, ids, **BULK_AUDIT)] == [True]
    await open_papers(auditor, alone)
    (await decide(auditor, alone, "audit", AUDIT_PASS)).ok()

    flags = await flags_of(authority, together)
    assert flags["passed_in_bulk"] != []
    assert len(flags["papers_unopened"]) == len(CHECKLIST)
    assert {"passed_in_bulk", "papers_unopened"}.isdisjoint(await flags_of(authority, alone))
    for application, bulk in ((together, True), (alone, False)):
        seen = await shown(owner, application)
        passed = [line for line in seen["timeline"] if line["event"] == "audit.passed"]
        assert [line.get("bulk", False) for line in passed] == [bulk]
        decision = (await owner.get(f"/applications/{application['id']}/decision")).ok()
        (step,) = [one for one in decision["reviews"] if one["stage"] == "audit"]
        assert step["bulk"] is bulk
        assert {paper["opened"] for paper in step["papers"]} == {not bulk}
    inspector = await world.staff("inspector")
    query = {"state": "done", "stage": "audit", "edition": edition}
    items = (await inspector.get("/reviews", params=query)).ok()["items"]
    assert {item["application_id"]: item["bulk"] for item in items} == {
        together["id"]: True,
        alone["id"]: False,
    }


async def open_papers(person: Person, application: dict[str, Any]) -> None:
    for paper in application["evidence"]:
        path = f"/applications/{application['id']}/evidence/{paper['id']}/content"
        (await person.get(path)).ok()


async def flags_of(authority: Person, application: dict[str, Any]) -> dict[str, list[str]]:
    review = await review_of(authority, application, "approve")
    found = (await authority.get(f"/reviews/{review['id']}")).ok()["flags"]
    return {flag["code"]: flag["refs"] for flag in found}


async def test_a_step_that_is_decided_one_by_one_takes_no_bulk(world: World) -> None:
    edition, owner = await with_step(world, "audit", bulk="none"), await world.sme()
    made = await waiting_for_audit(world, edition, owner, 1)
    auditor = await world.staff("auditor")
    (one,) = await in_bulk(auditor, await reviews_of(auditor, made), **BULK_AUDIT)
    assert (one["code"], one["number"]) == ("bulk_not_allowed", made[0]["number"])
    assert "逐件" in one["message"]
    (await decide(auditor, made[0], "audit", AUDIT_PASS)).ok()


async def test_the_path_says_what_a_bulk_needs(world: World) -> None:
    edition = await with_step(world, "endorse", bulk="statement")
    owner = await world.sme()
    application = await owner.submitted(edition)
    person = await world.staff("platform", platform_id=application["platform"]["id"])
    path, body = "/platform/applications/endorse", {"ids": [application["id"]], "verdict": "pass"}
    (one,) = (await person.post(path, body)).ok()["results"]
    assert (one["code"], one["number"]) == ("invalid", application["number"])
    (one,) = (await person.post(path, {**body, "checklist": CHECKLIST})).ok()["results"]
    assert one["ok"]
    track = next(
        track
        for track in (await world.anyone.get(f"/programmes/{edition}")).ok()["tracks"]
        if track["code"] == "copay"
    )
    bulk = {step["kind"]: step["bulk"] for step in track["stages"]}
    assert (bulk["endorse"], bulk["audit"], bulk["approve"]) == ("statement", "statement", "plain")
