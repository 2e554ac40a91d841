"""Dates corrected by the papers: the key moves either way, a lock stays, a new receipt is issued."""

import json
from datetime import datetime
from uuid import UUID, uuid4

from models.rules.line.order_key import parse_member
from tests.features.exceptions.date_corrections import (
    WHY,
    claim_of,
    correct,
    own_correction,
    receipt_of,
    told_of,
)
from tests.world.applicant import AWARD, apply, figures
from tests.world.application import World
from tests.world.handing_in_again import days_ago, paid, pool_of, turns_waiting
from tests.world.review_steps import (
    AUDIT_PASS,
    approved,
    audited,
    decide,
    endorse,
    events,
    shown,
)
from tests.world.verified import without_account


async def test_an_earlier_payment_goes_ahead_and_the_one_at_the_line_waits(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=5)
    assert await second.place() == ("waiting", 2, 1)
    before = await second.now()
    paid_at = days_ago(12)
    seen = (await correct(world, second.id, paid_at=paid_at)).ok()
    assert datetime.fromisoformat(seen["paid_at"]) == datetime.fromisoformat(paid_at)
    assert seen["version"] == before["version"] + 1
    assert await second.place() == ("funded", 1, None)
    assert await first.place() == ("waiting", 2, 1)
    assert events(seen)[-1] == "authority.dates_corrected"
    assert seen["timeline"][-1]["comment"] == WHY


async def test_a_later_signature_moves_it_back(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    first = await apply(world, edition, paid_days_ago=9)
    second = await apply(world, edition, paid_days_ago=5)
    pool_id = await pool_of(world, edition)
    turns = await turns_waiting(world, pool_id)
    (await correct(world, first.id, signed_at=days_ago(2))).ok()
    assert await first.place() == ("waiting", 2, 1)
    assert await second.place() == ("funded", 1, None)
    assert await turns_waiting(world, pool_id) == turns + 1


async def test_a_new_receipt_says_the_new_key(world: World) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    before = await applicant.now()
    old = await receipt_of(world, before)
    paid_at = days_ago(11)
    (await correct(world, applicant.id, paid_at=paid_at)).ok()
    after = await applicant.now()
    assert after["receipt"] != before["receipt"]
    new = await receipt_of(world, after)
    key = parse_member(new["key"])
    assert key.later == int(datetime.fromisoformat(paid_at).timestamp())
    assert key.sequence == parse_member(old["key"]).sequence
    changed = {"key", "issued_at"}
    assert {k: v for k, v in new.items() if k not in changed} == {
        k: v for k, v in old.items() if k not in changed
    }
    claim = await claim_of(world, applicant.id)
    assert (claim["later"], claim["earlier"]) == (key.later, key.earlier)


async def test_a_reviewers_verified_value_issues_one_too(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition, **paid(9))
    (await endorse(world, application)).ok()
    paid_at = days_ago(12)
    passed = {**AUDIT_PASS, "verified": {"paid_at": paid_at}}
    (await decide(await world.staff("auditor"), application, "audit", passed)).ok()
    after = await shown(owner, application)
    new = await receipt_of(world, after)
    assert after["receipt"] != application["receipt"]
    assert parse_member(new["key"]).later == int(datetime.fromisoformat(paid_at).timestamp())
    (told,) = await told_of(owner)
    assert "交费时间为" in told["body"]
    assert "材料齐全" in told["body"]


async def test_a_pass_that_corrects_nothing_issues_none(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    application = await owner.submitted(edition, **paid(9))
    (await endorse(world, application)).ok()
    passed = {**AUDIT_PASS, "verified": {"paid_at": application["paid_at"]}}
    (await decide(await world.staff("auditor"), application, "audit", passed)).ok()
    assert (await shown(owner, application))["receipt"] == application["receipt"]
    assert await told_of(owner) == []


async def test_the_firm_is_told_what_was_corrected_and_why(world: World) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    (await correct(world, applicant.id, paid_at="2026-11-10", signed_at=days_ago(20))).ok()
    (told,) = await told_of(applicant.owner)
    assert "签约时间为" in told["body"]
    assert "交费时间为 2026年11月10日。" in told["body"]
    assert WHY in told["body"]
    (line,) = await world.fetch(
        "SELECT detail FROM audit WHERE subject_id = $1 AND event = 'authority.dates_corrected'",
        UUID(applicant.id),
    )
    detail = json.loads(line["detail"])
    assert set(detail["verified"]) >= {"signed_at", "paid_at"}
    assert all(change["old"] != change["new"] for change in detail["verified"].values())
    decision = (await applicant.owner.get(f"/applications/{applicant.id}/decision")).ok()
    assert {"signed_at", "paid_at"} <= {change["field"] for change in decision["changes"]}
    assert "authority.dates_corrected" in [step["event"] for step in decision["queue_history"]]


async def test_a_locked_claim_keeps_its_lock(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD)
    locked = await apply(world, edition, paid_days_ago=9)
    await audited(world, await locked.now())
    waiting = await apply(world, edition, paid_days_ago=5)
    before = await figures(world, edition)
    (await correct(world, locked.id, paid_at=days_ago(1))).ok()
    assert await locked.place() == ("locked", None, None)
    assert await waiting.place() == ("waiting", 1, 1)
    after = await figures(world, edition)
    assert (after["locked_fen"], before["locked_fen"]) == (AWARD, AWARD)
    claim = await claim_of(world, locked.id)
    assert (claim["locked_at"] is not None, claim["granted_fen"]) == (True, AWARD)


async def test_a_partial_award_stays_what_was_granted(world: World) -> None:
    edition = await world.publish(budget_fen=AWARD // 2, last_award="partial", last_award_min_fen=1)
    owner = await world.sme()
    application = await owner.submitted(edition, **paid(9))
    await audited(world, application)
    async with without_account(world, application["platform"]["id"]):
        review = await decide(
            await world.staff("authority"), application, "approve", {"verdict": "pass"}
        )
    assert review.ok()["application"]["status"] == "approved"
    (await correct(world, application["id"], paid_at=days_ago(12))).ok()
    seen = await shown(owner, application)
    assert (seen["status"], seen["award_fen"]) == ("approved", AWARD // 2)
    (line,) = await world.fetch(
        "SELECT amount_fen FROM award_lines WHERE application_id = $1", UUID(application["id"])
    )
    assert line["amount_fen"] == AWARD // 2


async def test_who_came_back_stays_behind_the_return(world: World) -> None:
    edition, owner = await world.publish(), await world.sme()
    first = await owner.submitted(edition, **paid(9))
    (await owner.post(f"/applications/{first['id']}/withdraw")).ok()
    again = await owner.submitted(edition, enterprise_id=first["enterprise"]["id"], **paid(9))
    before = await claim_of(world, again["id"])
    (await correct(world, again["id"], paid_at=days_ago(14))).ok()
    assert (await claim_of(world, again["id"]))["later"] == before["later"]


async def test_a_returned_one_can_be_corrected_and_its_own_correction_only_moves_it_later(
    world: World,
) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    asked = [{"item": "paid_at", "reason": "与回单不符"}]
    (await endorse(world, await applicant.now(), verdict="return", items=asked)).ok()
    (await correct(world, applicant.id, paid_at=days_ago(12))).ok()
    moved = await claim_of(world, applicant.id)
    await own_correction(applicant, paid_at=days_ago(20))
    assert (await claim_of(world, applicant.id))["later"] == moved["later"]
    (await endorse(world, await applicant.now(), verdict="return", items=asked)).ok()
    await own_correction(applicant, paid_at=days_ago(3))
    assert (await claim_of(world, applicant.id))["later"] > moved["later"]


async def test_the_same_values_again_change_nothing(world: World) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    once, paid_at = {"Idempotency-Key": uuid4().hex}, days_ago(11)
    authority = await world.staff("authority")
    path, body = f"/applications/{applicant.id}/correct-dates", {"reason": WHY, "paid_at": paid_at}
    first = (await authority.post(path, body, headers=once)).ok()
    again = (await authority.post(path, body, headers=once)).ok()
    other = (await authority.post(path, body)).ok()
    assert first["version"] == again["version"] == other["version"]
    assert first["receipt"] == other["receipt"]
    assert len(await told_of(applicant.owner)) == 1


async def test_what_cannot_be(world: World) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    before = await claim_of(world, applicant.id)
    answer = await correct(world, applicant.id)
    answer.refused(422, "invalid")
    assert answer.reasons() == {("signed_at", "required"), ("paid_at", "required")}
    answer = await correct(world, applicant.id, paid_at=days_ago(-1))
    answer.refused(422, "invalid")
    assert answer.reasons() == {("paid_at", "in_future")}
    answer = await correct(world, applicant.id, paid_at=days_ago(300))
    answer.refused(409, "ineligible")
    assert ("paid_at", "outside_period") in answer.reasons()
    (await correct(world, applicant.id, paid_at="2026-02-30")).refused(422, "invalid")
    (await correct(world, applicant.id, paid_at=days_ago(3), reason=" ")).refused(422, "invalid")
    (await correct(world, str(uuid4()), paid_at=days_ago(3))).refused(404, "not_found")
    draft = await applicant.owner.draft(edition)
    (await correct(world, draft["id"], paid_at=days_ago(3))).refused(404, "not_found")
    assert await claim_of(world, applicant.id) == before


async def test_whose_it_is(world: World) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    given = {"paid_at": days_ago(11)}
    outside = await world.staff("authority", edition_code=world.edition)
    (await correct(world, applicant.id, by=outside, **given)).refused(404, "not_found")
    for person in (applicant.owner, await world.staff("auditor"), await world.staff("inspector")):
        (await correct(world, applicant.id, by=person, **given)).refused(403, "forbidden")


async def test_too_late_once_it_is_payable_or_has_ended(world: World) -> None:
    edition = await world.publish()
    payable = await apply(world, edition, paid_days_ago=9)
    seen = await approved(world, await payable.now())
    assert seen["application"]["status"] == "payable"
    (await correct(world, payable.id, paid_at=days_ago(11))).refused(409, "not_editable")
    gone = await apply(world, edition, paid_days_ago=9)
    (await gone.owner.post(f"/applications/{gone.id}/withdraw")).ok()
    (await correct(world, gone.id, paid_at=days_ago(11))).refused(409, "not_editable")


async def test_of_one_that_has_ended_it_is_said(world: World) -> None:
    edition = await world.publish()
    applicant = await apply(world, edition, paid_days_ago=9)
    (await applicant.owner.post(f"/applications/{applicant.id}/withdraw")).ok()
    answer = await correct(world, applicant.id, paid_at=days_ago(3))
    answer.refused(409, "not_editable")
    assert "已经结束" in answer.body["detail"]
