"""What a verdict must carry: every problem is named, and nothing changes."""

from typing import Any

import pytest

from tests.world.application import World
from tests.world.review_steps import (
    AUDIT_PASS,
    CHECKLIST,
    audited,
    decide,
    endorse,
    events,
    platform_of,
    review_of,
    shown,
)

LESS = {kind: check for kind, check in CHECKLIST.items() if kind != "payment_receipt"}
REFUSED: tuple[tuple[dict[str, Any], set[tuple[str, str]]], ...] = (
    ({"verdict": "return", "comment": "请补正"}, {("items", "required")}),
    (
        {"verdict": "return", "items": [{"item": "passport", "reason": "缺"}]},
        {("items[0].item", "unknown")},
    ),
    (
        {"verdict": "return", "items": [{"item": "facts.colour", "reason": "缺"}]},
        {("items[0].item", "unknown")},
    ),
    (
        {"verdict": "return", "items": [{"item": "paid_at", "reason": "一"}] * 2},
        {("items[1].item", "duplicate")},
    ),
    ({"verdict": "reject"}, {("comment", "required")}),
    ({"verdict": "reject", "comment": "  \n"}, {("comment", "required")}),
    (
        {**AUDIT_PASS, "items": [{"item": "paid_at", "reason": "?"}]},
        {("items", "unexpected")},
    ),
    ({**AUDIT_PASS, "checklist": LESS}, {("checklist.payment_receipt", "required")}),
    (
        {**AUDIT_PASS, "checklist": {**CHECKLIST, "payment_receipt": {"ok": False}}},
        {("checklist.payment_receipt", "not_ok")},
    ),
    (
        {**AUDIT_PASS, "checklist": {**CHECKLIST, "selfie": {"ok": True}}},
        {("checklist.selfie", "unknown")},
    ),
    (
        {"verdict": "reject", "comment": "不符", "verified": {"paid_fen": 1}},
        {("verified", "unexpected")},
    ),
    ({**AUDIT_PASS, "award_fen": 5}, {("award_fen", "unexpected")}),
    (
        {"verdict": "pass", "items": [{"item": "paid_at", "reason": "?"}], "award_fen": 1},
        {("items", "unexpected"), ("award_fen", "unexpected")}
        | {(f"checklist.{kind}", "required") for kind in CHECKLIST},
    ),
)


async def test_incomplete_verdicts_change_nothing(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    review = await review_of(auditor, application, "audit")
    before = await shown(owner, application)
    for body, reasons in REFUSED:
        answer = await auditor.post(f"/reviews/{review['id']}/decide", body)
        answer.refused(422, "invalid")
        assert answer.reasons() == reasons, body
    assert events(await shown(owner, application)) == events(before)
    (await auditor.post(f"/reviews/{review['id']}/decide", AUDIT_PASS)).ok()


@pytest.mark.parametrize(
    "body",
    [
        {"verdict": "approve"},
        {"verdict": "pass", "colour": "red"},
        {"verdict": "pass", "comment": "x" * 4001},
        {"verdict": "pass", "verified": {"paid_fen": -1}},
        {"verdict": "pass", "verified": {"paid_at": "yesterday"}},
        {"verdict": "pass", "verified": {"paid_at": "2026-02-31"}},
        {"verdict": "pass", "checklist": {"a": {"ok": "yes"}}},
        [],
    ],
)
async def test_malformed_bodies_are_refused(world: World, body: Any) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    given = {**AUDIT_PASS, **body} if isinstance(body, dict) else body
    if isinstance(body, dict) and "checklist" in body:
        given["checklist"] = {**CHECKLIST, **body["checklist"]}
    answer = await decide(auditor, application, "audit", given)
    answer.refused(422, "invalid")


async def test_a_platform_cannot_correct_or_set_amounts(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    for extra in ({"verified": {"paid_fen": 1}}, {"award_fen": 1}, {"checklist": {}}):
        answer = await endorse(world, application, **extra)
        answer.refused(422, "invalid")
        assert {code for _, code in answer.reasons()} == {"unknown_field"}


async def test_a_corrected_value_is_checked_like_a_declared_one(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    future = {**AUDIT_PASS, "verified": {"paid_at": "2099-01-01T00:00:00+08:00"}}
    answer = await decide(auditor, application, "audit", future)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("verified.paid_at", "in_future")}
    early = {**AUDIT_PASS, "verified": {"paid_at": "2019-01-01"}}
    answer = await decide(auditor, application, "audit", early)
    answer.refused(409, "ineligible")
    assert ("verified.paid_at", "outside_period") in answer.reasons()
    assert ("paid_in_period", "not_met") in answer.reasons()
    little = {**AUDIT_PASS, "verified": {"paid_fen": 1}}
    answer = await decide(auditor, application, "audit", little)
    answer.refused(409, "ineligible")
    assert answer.reasons() == {("verified.paid_fen", "too_little")}
    much = {**AUDIT_PASS, "verified": {"paid_fen": application["fee_fen"] + 1}}
    answer = await decide(auditor, application, "audit", much)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("verified.paid_fen", "contradicts"), ("fee_fen", "contradicts")}
    seen = await shown(owner, application)
    assert (seen["paid_at"], seen["paid_fen"]) == (application["paid_at"], application["paid_fen"])


async def test_a_rejection_ends_it_and_says_why(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    (await endorse(world, application)).ok()
    auditor = await world.staff("auditor")
    body = {"verdict": "reject", "comment": "合同系伪造"}
    review = (await decide(auditor, application, "audit", body)).ok()
    assert review["verdict"] == "reject"
    seen = await shown(owner, application)
    assert (seen["status"], seen["stage"], seen["queue"]["state"]) == ("rejected", None, "none")
    assert seen["timeline"][-1] | {"at": None} == {
        "at": None,
        "actor_role": "auditor",
        "event": "audit.rejected",
        "comment": "合同系伪造",
    }
    again = await owner.post(
        "/applications",
        {
            "edition": world.edition,
            "track": "copay",
            "enterprise_id": application["enterprise"]["id"],
            "platform_id": application["platform"]["id"],
            "plan_id": application["plan"]["id"],
        },
    )
    again.ok(201)


async def test_only_the_deciding_step_is_open(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    auditor, authority = await world.staff("auditor"), await world.staff("authority")
    query = {"q": application["number"]}
    assert (await auditor.get("/reviews", params=query)).ok()["items"] == []
    await audited(world, application)
    assert (await auditor.get("/reviews", params=query)).ok()["items"] == []
    person = await platform_of(world, application)
    path = f"/platform/applications/{application['id']}/endorse"
    (await person.post(path, {"verdict": "pass"})).refused(409, "already_decided")
    review = await review_of(authority, application, "approve")
    (await auditor.post(f"/reviews/{review['id']}/decide", AUDIT_PASS)).refused(404, "not_found")


async def test_a_platform_may_reject_with_its_reason(world: World) -> None:
    owner = await world.sme()
    application = await owner.submitted(world.edition)
    answer = await endorse(world, application, verdict="reject", comment=None)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("comment", "required")}
    seen = (await endorse(world, application, verdict="reject", comment="非我方客户")).ok()
    assert (seen["status"], seen["queue"]["state"]) == ("rejected", "none")
