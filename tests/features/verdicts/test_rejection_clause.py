"""A rejection names the clause it rests on, and the decision agrees with it."""

from typing import Any

import pytest

from tests.world.application import World
from tests.world.client import Person
from tests.world.review_steps import audited, decide, endorse

REJECT = {"verdict": "reject", "comment": "合同不是新签的"}


async def decision(owner: Person, application: dict[str, Any]) -> dict[str, Any]:
    return dict((await owner.get(f"/applications/{application['id']}/decision")).ok())


async def test_the_clause_is_named_and_the_decision_agrees(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    review = (await decide(auditor, application, "audit", REJECT | {"cite": "四(二)1"})).ok()
    assert "四(二)1" in {clause["cite"] for clause in review["clauses"]}
    found = await decision(owner, application)
    assert found["eligible"] is False
    rejection = found["rejection"]
    assert (rejection["stage"], rejection["cite"]) == ("audit", "四(二)1")
    assert rejection["reason"] == REJECT["comment"]
    unmet = [one for one in found["conditions"] if one["met"] is False]
    assert [(one["cite"], REJECT["comment"] in one["message"]) for one in unmet] == [
        ("四(二)1", True)
    ]
    assert found["reviews"][-1]["cite"] == "四(二)1"
    (message,) = [
        item
        for item in (await owner.get("/notifications")).ok()["items"]
        if item["event"] == "application.rejected"
    ]
    assert "四(二)1" in message["body"]


async def test_without_one_the_paper_that_failed_gives_it(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    (await endorse(world, application)).ok()
    body = REJECT | {"checklist": {"service_contract": {"ok": False, "comment": "未盖章"}}}
    (await decide(await world.staff("auditor"), application, "audit", body)).ok()
    found = await decision(owner, application)
    shown = (await owner.get(f"/programmes/{edition}")).ok()
    (track,) = [one for one in shown["tracks"] if one["code"] == "copay"]
    cites = {one["kind"]: one["cite"] for one in track["materials"]}
    assert found["rejection"]["cite"] == cites["service_contract"]


async def test_a_platforms_no_names_a_clause_too(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition)
    answer = await endorse(world, application, verdict="reject", comment="不是本平台客户")
    answer.ok()
    found = await decision(owner, application)
    assert found["eligible"] is False
    assert found["rejection"]["stage"] == "endorse"
    assert found["rejection"]["cite"]


async def test_who_may_decide_may_not_hang_a_clause_on_a_pass(world: World) -> None:
    owner = await world.sme()
    application = await audited(world, await owner.submitted(world.edition))
    authority = await world.staff("authority")
    body = {"verdict": "pass", "cite": "四(二)1"}
    answer = await decide(authority, application, "approve", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("cite", "unexpected")}


@pytest.mark.parametrize("blank", ["", " \u3164 "])
async def test_a_blank_clause_is_none(world: World, blank: str) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application, verdict="reject", comment="x", cite=blank)).ok()
    found = await decision(owner, application)
    assert found["rejection"]["cite"].strip(blank)


async def test_a_rejection_without_a_word_that_is_seen_is_refused(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    answer = await endorse(world, application, verdict="reject", comment="\u3164\n\u200b")
    answer.refused(422, "invalid")
    assert answer.reasons() == {("comment", "required")}


async def test_a_rejection_tells_shape_and_rules_at_once(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application)).ok()
    body = {
        "verdict": "reject",
        "award_fen": "much",
        "items": [{"item": "no_such", "reason": ""}],
        "verified": {"paid_at": "2026-02-30"},
    }
    answer = await decide(await world.staff("auditor"), application, "audit", body)
    answer.refused(422, "invalid")
    assert answer.reasons() == {
        ("award_fen", "type"),
        ("items[0].reason", "too_short"),
        ("items", "unexpected"),
        ("comment", "required"),
        ("verified", "unexpected"),
        ("verified.paid_at", "format"),
    }


@pytest.mark.parametrize("typed", ["四（二）1", " 四(二) １"])
async def test_a_clause_is_found_however_it_is_typed(world: World, typed: str) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application, verdict="reject", comment="x", cite=typed)).ok()
    assert (await decision(owner, application))["rejection"]["cite"] == "四(二)1"


async def test_a_clause_of_the_policy_itself_can_be_named(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    (await endorse(world, application, verdict="reject", comment="x", cite="四(三)")).ok()
    assert (await decision(owner, application))["rejection"]["cite"] == "四(三)"


async def test_a_clause_that_the_notice_has_not_is_refused(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(await world.publish())
    answer = await endorse(world, application, verdict="reject", comment="x", cite="九(九)9")
    (reason,) = answer.refused(422, "invalid")["errors"]
    assert (reason["field"], reason["code"]) == ("cite", "unknown")
    assert "“九(九)9”不在这项政策里" in reason["message"]
